using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Cases;

/// <summary>One deadline of a case: what the handbook asks, from when, until when, and what came of it.</summary>
public sealed record ClockView(
    string Id,
    string Name,
    string RuleId,
    string Clock,
    string Calendar,
    DateTimeOffset Start,
    DateTimeOffset? Warn,
    DateTimeOffset Due,
    bool Exclusive,
    Named Result,
    DateTimeOffset? EndedAt,
    IReadOnlyList<SegmentView> Counted,
    IReadOnlyList<SegmentView> Paused,
    string PackVersion,
    string CalendarVersion,
    bool Provisional)
{
    public static IReadOnlyList<ClockView> Of(IEnumerable<Deadline> deadlines, DateTimeOffset now, Language language) =>
    [
        .. deadlines.Select(deadline => new ClockView(
            deadline.Id,
            deadline.Name.In(language),
            deadline.RuleId,
            deadline.Clock,
            deadline.Calendar,
            deadline.StartedAt,
            deadline.WarnAt,
            deadline.DueAt,
            deadline.Exclusive,
            new Named(deadline.Status.ToString(), Glossary.Name(deadline.Status, language)),
            deadline.EndedAt,
            [.. deadline.Counted(now).Select(SegmentView.Of)],
            [.. deadline.Paused.Select(SegmentView.Of)],
            deadline.PackVersion,
            deadline.CalendarVersion,
            deadline.Provisional)),
    ];
}

/// <summary>A stretch of time; open while it lasts.</summary>
public sealed record SegmentView(DateTimeOffset From, DateTimeOffset? To)
{
    internal static SegmentView Of(Segment segment) => new(segment.From, segment.To);
}
