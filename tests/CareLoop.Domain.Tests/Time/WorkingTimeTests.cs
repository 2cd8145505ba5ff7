using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Time;

public sealed class WorkingTimeTests
{
    [Theory]
    [InlineData("daily 09-18", "2026-03-04 09:00", true)]
    [InlineData("daily 09-18", "2026-03-04 08:59", false)]
    [InlineData("daily 09-18", "2026-03-04 18:00", false)]
    [InlineData("daily 09-12 14-18", "2026-03-04 12:30", false)]
    [InlineData("daily 00-24", "2026-03-04 23:59", true)]
    [InlineData("workdays 09-18", "2026-03-07 10:00", false)] // Saturday
    [InlineData("workdays 09-18", "2026-02-14 10:00", true)] // make-up Saturday
    [InlineData("workdays 09-18", "2026-02-28 10:00", true)]
    [InlineData("workdays 09-18", "2026-02-16 10:00", false)] // a Monday of the Spring Festival
    [InlineData("daily 09-18", "2026-02-16 10:00", true)] // open on holidays
    public void Knows_when_it_is_open(string hours, string time, bool open) =>
        Assert.Equal(open, Hours.Of(hours).IsOpen(At.China(time)));

    [Theory]
    [InlineData("daily 09-12 14-18", "2026-03-04 11:00", "2026-03-04 15:00", 120)]
    [InlineData("daily 09-18", "2026-03-04 17:00", "2026-03-05 10:00", 120)]
    [InlineData("workdays 09-18", "2026-02-13 17:00", "2026-02-24 10:00", 660)] // one make-up day of nine hours in between
    [InlineData("daily 09-18", "2026-03-04 19:00", "2026-03-05 08:00", 0)]
    [InlineData("daily 09-18", "2026-03-05 12:00", "2026-03-05 11:00", 0)]
    public void Counts_open_minutes(string hours, string from, string to, int minutes) =>
        Assert.Equal(minutes, Hours.Of(hours).Between(At.China(from), At.China(to)).TotalMinutes);

    [Fact]
    public void PUB_13_has_the_holidays_and_make_up_days_of_2026()
    {
        var year = Assert.Single(Packs.Library.Holidays.Years);
        Assert.Equal(2026, year.Year);
        Assert.Equal(33, year.Holidays.Count);
        Assert.Equal(["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"], year.MakeUpDays.Select(d => d.ToString("MM-dd")));
    }

    [Fact]
    public void Next_opening_is_the_instant_itself_while_open()
    {
        var time = Hours.Of("daily 09-18");
        Assert.Equal(At.China("2026-03-04 10:00"), time.NextOpen(At.China("2026-03-04 10:00")));
        Assert.Equal(At.China("2026-03-05 09:00"), time.NextOpen(At.China("2026-03-04 18:00")));
    }
}
