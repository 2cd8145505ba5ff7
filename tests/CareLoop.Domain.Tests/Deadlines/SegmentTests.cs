using System.Collections.Immutable;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Deadlines;

/// <summary>Counted and paused stretches of a limit, as its history is shown.</summary>
public sealed class SegmentTests
{
    private static readonly DateTimeOffset Start = At.China("2026-03-04 10:00");

    [Theory]
    [InlineData("", "10-18")]
    [InlineData("11-12", "10-11 12-18")]
    [InlineData("10-12", "12-18")] // paused from the first moment
    [InlineData("11-12 12-13", "10-11 13-18")]
    [InlineData("16-18", "10-16")]
    [InlineData("16-20", "10-16")] // a pause that outlasts the look
    [InlineData("19-20", "10-18")] // one that had not begun
    [InlineData("11-", "10-11")] // one that is still open
    [InlineData("11-12 18-", "10-11 12-18")]
    public void COM_TIME_10_what_counts_is_what_lies_between_the_pauses(string pauses, string counted)
    {
        ImmutableArray<Segment> holes = [.. pauses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Hole)];
        Assert.Equal(counted, string.Join(' ', Segment.Complement(Start, Hour(18), holes).Select(Text)));
    }

    [Fact]
    public void COM_TIME_10_an_ended_limit_counts_to_its_end_and_an_open_one_to_now()
    {
        var open = DeadlineClockTests.Fresh(new(ClockKind.Hours, 24), Hours.Of("daily 09-18"), Start) with { Paused = [new(Hour(11), Hour(12))] };
        Assert.Equal("10-11 12-15", string.Join(' ', open.Counted(Hour(15)).Select(Text)));
        var ended = open with { Status = DeadlineStatus.Met, EndedAt = Hour(13) };
        Assert.Equal("10-11 12-13", string.Join(' ', ended.Counted(Hour(15)).Select(Text)));
        Assert.Empty(open.Counted(Start));
    }

    private static Segment Hole(string text)
    {
        var ends = text.Split('-');
        return new(Hour(int.Parse(ends[0])), ends[1].Length == 0 ? null : Hour(int.Parse(ends[1])));
    }

    private static DateTimeOffset Hour(int hour) => Start.AddHours(hour - 10);

    private static string Text(Segment segment) => $"{segment.From:HH}-{segment.To:HH}";
}
