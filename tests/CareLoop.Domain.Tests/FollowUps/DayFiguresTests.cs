using CareLoop.Domain.FollowUps;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.FollowUps;

/// <summary>What a person is told about the day.</summary>
public sealed class DayFiguresTests
{
    [Fact]
    public void Figures_are_kept_as_codes_and_said_without_what_is_nothing()
    {
        var figures = new DayFigures(2, 0, 0, 1) + new DayFigures(0, 0, 3, 0);
        Assert.Equal((6, figures), (figures.Total, DayFigures.Read(figures.Write())));
        Assert.Equal("今日提醒:今日到期 2 项、接班代办 3 项、今日回访 1 项。", figures.InWords().Zh);
        Assert.Equal("Today: 2 due today, 3 taken over, 1 follow-ups.", figures.InWords().En);
        Assert.Throws<FormatException>(() => DayFigures.Read("1,2"));
    }

    [Theory]
    [InlineData("2026-03-10 08:29", "2026-03-10 08:30")]
    [InlineData("2026-03-10 08:30", "2026-03-11 08:30")]
    [InlineData("2026-03-10 23:59", "2026-03-11 08:30")]
    public void The_next_reminder_comes_in_the_morning(string after, string next) =>
        Assert.Equal(At.China(next), FollowUpDay.NextReminder(At.China(after)));
}
