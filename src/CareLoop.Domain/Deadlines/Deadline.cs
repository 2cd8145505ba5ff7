using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Deadlines;

/// <summary>One clock of a case, computed when it starts and kept in the state with everything needed to check it later.</summary>
public sealed record Deadline
{
    /// <summary>Unique in the case, such as <c>cycle-24h</c> or <c>fu-7d.due#2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The handbook rule it comes from, such as <c>MALL-SLA-01</c>.</summary>
    public required string RuleId { get; init; }

    public required LocalText Name { get; init; }

    public required DeadlinePurpose Purpose { get; init; }

    /// <summary>Clock and amount, such as <c>Hours(24)</c>.</summary>
    public required string Clock { get; init; }

    /// <summary>Calendar of the pack it is counted in.</summary>
    public required string Calendar { get; init; }

    /// <summary>Written "&lt;" in the handbook: missed at the due instant, not after it (COM-TIME-09).</summary>
    public bool Exclusive { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null when this clock does not warn (COM-TIME-11).</summary>
    public DateTimeOffset? WarnAt { get; init; }

    /// <summary>The warning has been given; it is given once.</summary>
    public bool Warned { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required DeadlineStatus Status { get; init; }

    /// <summary>When it was met, cancelled, or fulfilled too late; null while open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Stretches in which it did not count (COM-TIME-10); the last one is open while paused.</summary>
    public ImmutableArray<Segment> Paused { get; init; } = [];

    /// <summary>Clock time left when it was paused; null unless paused.</summary>
    public TimeSpan? Remaining { get; init; }

    public required string PackVersion { get; init; }

    /// <summary>Versions of the holiday data used, such as <c>2026.1</c>.</summary>
    public required string CalendarVersion { get; init; }

    /// <summary>Holiday data of a year it depends on was not published yet (暂定日历).</summary>
    public bool Provisional { get; init; }

    /// <summary>True for what somebody has to keep; false for openings, reminders and rungs, which only come.</summary>
    [JsonIgnore]
    public bool IsLimit => Purpose is not (DeadlinePurpose.Opening or DeadlinePurpose.Reminder or DeadlinePurpose.NoReply or DeadlinePurpose.Escalation);

    /// <summary>The next instant at which time alone changes it, or null.</summary>
    [JsonIgnore]
    public (DateTimeOffset At, MomentKind Kind)? NextMoment
    {
        get
        {
            if (Status != DeadlineStatus.Running)
                return null;
            if (!Warned && WarnAt is { } warn && warn < MissedAt)
                return (warn, MomentKind.Warn);
            if (Purpose == DeadlinePurpose.Opening)
                return (DueAt, MomentKind.Open);
            return (MissedAt, MomentKind.Due);
        }
    }

    /// <summary>First instant at which it counts as missed.</summary>
    [JsonIgnore]
    public DateTimeOffset MissedAt => Exclusive || !IsLimit ? DueAt : DueAt.AddMilliseconds(1);

    /// <summary>Stretches that counted, up to its end or <paramref name="now"/>.</summary>
    public ImmutableArray<Segment> Counted(DateTimeOffset now) => Segment.Complement(StartedAt, EndedAt ?? now, Paused);
}

/// <summary>A stretch of time; open while <paramref name="To"/> is null.</summary>
public sealed record Segment(DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>What lies between <paramref name="from"/> and <paramref name="to"/> outside <paramref name="holes"/> (in order, not overlapping).</summary>
    public static ImmutableArray<Segment> Complement(DateTimeOffset from, DateTimeOffset to, ImmutableArray<Segment> holes)
    {
        var rest = ImmutableArray.CreateBuilder<Segment>();
        var position = from;
        foreach (var hole in holes)
        {
            if (hole.From > position && position < to)
                rest.Add(new(position, hole.From < to ? hole.From : to));
            position = hole.To ?? to;
            if (position >= to)
                return rest.ToImmutable();
        }

        if (position < to)
            rest.Add(new(position, to));
        return rest.ToImmutable();
    }
}

/// <summary>What a deadline is for.</summary>
public enum DeadlinePurpose
{
    /// <summary>A service limit of the pack.</summary>
    Sla,

    /// <summary>The completion time promised to the customer (COM-PROC-10).</summary>
    Completion,

    /// <summary>The answer time promised to the customer (COM-PROC-04).</summary>
    Promise,

    /// <summary>A task becomes due to be worked on.</summary>
    Opening,

    /// <summary>The follow-up must be done.</summary>
    FollowUp,

    /// <summary>A rung of a ladder above the first (COM-ESC-01).</summary>
    Escalation,

    /// <summary>A named person must acknowledge (COM-TIME-13).</summary>
    Acknowledgement,

    /// <summary>One step of an approval.</summary>
    Approval,

    /// <summary>A right of the customer (COM-TIME-05).</summary>
    Right,

    /// <summary>The customer is reminded of an open question.</summary>
    Reminder,

    /// <summary>An open question lapses without an answer.</summary>
    NoReply,

    /// <summary>Somebody has to take the next step when no other limit is left (COM-OWN-02).</summary>
    NextStep,

    /// <summary>The date an authority set for its answer (MALL-ESC-05).</summary>
    Authority,
}

/// <summary>Where a deadline stands (时限).</summary>
public enum DeadlineStatus
{
    Running,
    Paused,
    Met,
    Breached,
    Cancelled,

    /// <summary>The instant came: a task opened, or a rung was reached.</summary>
    Reached,
}
