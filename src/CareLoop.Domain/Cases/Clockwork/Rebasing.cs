using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases.Clockwork;

/// <summary>
/// Running limits follow holidays that are published or corrected while they run (COM-TIME-14): used time stays, remaining time moves.
/// </summary>
internal static class Rebasing
{
    /// <summary>Some running limit was counted by holiday data that has a successor.</summary>
    public static bool IsStale(PolicyPack pack, CaseState state) => state.Deadlines.Any(d => IsStale(pack, d));

    /// <summary>When the data that running limits do not count by yet was published, or null when they count by the newest.</summary>
    public static DateTimeOffset? PublishedAt(PolicyPack pack, CaseState state) => state.Deadlines
        .Where(d => IsStale(pack, d))
        .Max(d => (DateTimeOffset?)(pack.Time(d.Calendar).Holidays.PublishedAt(ChinaTime.Date(d.StartedAt), ChinaTime.Date(d.DueAt)) ?? d.StartedAt));

    public static void ByHolidays(Turn turn)
    {
        var stale = turn.State.Deadlines.Where(d => IsStale(turn.Pack, d)).ToList();
        foreach (var deadline in stale)
            Replace(turn, deadline, Move(deadline, turn.Pack, turn.Pack, turn.At));
        turn.Emit(EventTypes.CalendarChanged, [], ("calendar", Versions(turn, stale)), ("moved", Joined(turn, stale)));
    }

    /// <summary>The deadline counted on by the hours of another handbook and the newest holidays.</summary>
    public static Deadline Move(Deadline deadline, PolicyPack before, PolicyPack after, DateTimeOffset at)
    {
        var time = before.Time(deadline.Calendar);
        var known = new WorkingTime(time.Calendar, time.Holidays.AsOf(ChinaTime.Date(deadline.StartedAt), deadline.CalendarVersion));
        var moved = DeadlineClock.Rebase(deadline, known, after.Time(deadline.Calendar), at);
        // One that is due at this very instant is past moving, and must not be asked again.
        return moved with { CalendarVersion = VersionOf(after, moved) };
    }

    /// <summary>Puts a moved deadline in its place; a follow-up task moves with its clocks.</summary>
    public static void Replace(Turn turn, Deadline before, Deadline after)
    {
        Fulfilment.Replace(turn, before, after);
        if (turn.State.FollowUp is not { Result: null } task || after.Status != DeadlineStatus.Running)
            return;
        var followed = after.Purpose switch
        {
            DeadlinePurpose.Opening => task with { OpensAt = after.DueAt },
            DeadlinePurpose.FollowUp => task with { DueAt = after.DueAt },
            _ => task,
        };
        turn.Change(s => s with { FollowUp = followed });
    }

    /// <summary>Ids of those of some deadlines whose due instant is another now, or null.</summary>
    public static string? Joined(Turn turn, IEnumerable<Deadline> before)
    {
        var moved = before.Where(d => turn.State.Deadlines.Any(n => n.Id == d.Id && n.StartedAt == d.StartedAt && n.DueAt != d.DueAt)).Select(d => d.Id).ToList();
        return moved.Count == 0 ? null : string.Join(',', moved);
    }

    private static bool IsStale(PolicyPack pack, Deadline deadline) =>
        deadline.Status == DeadlineStatus.Running
        && ClockMath.DependsOnHolidays(Clock.Parse(deadline.Clock), pack.Time(deadline.Calendar).Calendar)
        && deadline.CalendarVersion != VersionOf(pack, deadline);

    private static string VersionOf(PolicyPack pack, Deadline deadline) =>
        pack.Time(deadline.Calendar).Holidays.VersionOf(ChinaTime.Date(deadline.StartedAt), ChinaTime.Date(deadline.DueAt));

    private static string Versions(Turn turn, IEnumerable<Deadline> stale) =>
        string.Join(',', stale.Select(d => turn.State.Deadlines.First(n => n.Id == d.Id && n.StartedAt == d.StartedAt).CalendarVersion).Distinct());
}
