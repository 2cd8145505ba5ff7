namespace CareLoop.Domain.Duties;

/// <summary>Where a duty stands.</summary>
public enum DutyStatus
{
    /// <summary>Its window has not begun (未开始).</summary>
    Upcoming,

    /// <summary>To be done (待办).</summary>
    Open,

    /// <summary>Done in time (已完成).</summary>
    Done,

    /// <summary>Done after its time (逾期完成).</summary>
    DoneLate,

    /// <summary>Its time is over and it is not done (已逾期).</summary>
    Missed,
}

/// <summary>What is known of a duty besides the handbook: as long as nothing has happened there is no record.</summary>
public sealed record DutyRecord
{
    public required string Id { get; init; }

    /// <summary>Id of the duty in the handbook.</summary>
    public required string Duty { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Staff id of whoever said that the event has happened; null for duties of the calendar.</summary>
    public string? OpenedBy { get; init; }

    /// <summary>Staff id.</summary>
    public string? DoneBy { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>What was counted, in the duty's unit.</summary>
    public decimal? Figure { get; init; }

    /// <summary>Whether those who are to hear of a missed duty have been told.</summary>
    public bool Told { get; init; }

    public static DutyRecord Of(DutyTask task) => new() { Id = task.Id, Duty = task.Rule.Id, OpensAt = task.OpensAt, DueAt = task.DueAt };

    /// <summary>The duty as the record has it: a holiday decreed since then does not change what was done or missed.</summary>
    public DutyTask Task(DutyRule rule) => new(Id, rule, OpensAt, DueAt);
}

/// <summary>What can be done to a duty, and what time does to it.</summary>
public static class DutyRules
{
    /// <summary>For how long a duty that was missed can still be made up for, and is listed.</summary>
    public const int DaysListed = 31;

    /// <summary>How long before its end a duty of a long period is in people's daily reminder.</summary>
    private const int DaysReminded = 7;

    public static DutyStatus StatusOf(DutyTask task, DutyRecord? record, DateTimeOffset now) => record?.DoneAt switch
    {
        { } done => done <= task.DueAt ? DutyStatus.Done : DutyStatus.DoneLate,
        null when now < task.OpensAt => DutyStatus.Upcoming,
        null => now <= task.DueAt ? DutyStatus.Open : DutyStatus.Missed,
    };

    /// <summary>Missed, and nobody has been told: done late is missed too, whoever looked first.</summary>
    public static bool IsToBeTold(DutyTask task, DutyRecord? record, DateTimeOffset now) =>
        now > task.DueAt && record is not { Told: true } && StatusOf(task, record, now) is DutyStatus.Missed or DutyStatus.DoneLate;

    /// <summary>Whether somebody's reminder of the day counts it: it opens that day, or ends within the week.</summary>
    public static bool IsForReminder(DutyTask task, DutyRecord? record, DateTimeOffset now, DateTimeOffset tomorrow) =>
        record?.DoneAt is null && task.DueAt > now && task.OpensAt < tomorrow
        && (task.OpensAt >= tomorrow.AddDays(-1) || task.DueAt < tomorrow.AddDays(DaysReminded - 1));

    /// <summary>Why somebody cannot say that a duty is done; null when he can.</summary>
    /// <param name="mayAnswer">Whether it stands with him, or he hears of it when it is missed.</param>
    public static DutyRefusal? Refuse(DutyTask task, DutyRecord? record, bool mayAnswer, decimal? figure, DateTimeOffset now)
    {
        if (!mayAnswer)
            return DutyRefusal.NotYours;
        if (record?.DoneAt is not null)
            return DutyRefusal.DoneAlready;
        if (now < task.OpensAt)
            return DutyRefusal.NotOpenYet;
        return task.Rule.Unit is not null && figure is null ? DutyRefusal.FigureMissing : null;
    }
}

/// <summary>Why a duty is not marked as done.</summary>
public enum DutyRefusal
{
    NotYours,
    DoneAlready,
    NotOpenYet,
    FigureMissing,
}
