using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Notices;

/// <summary>
/// From when a notice may disturb its recipient. Events keep their exact instants (COM-TIME-11); only the delivery waits:
/// staff are not woken for what is not urgent.
/// </summary>
public static class QuietHours
{
    /// <summary>What must be acknowledged in minutes is told at any hour (COM-TIME-13).</summary>
    private static readonly HashSet<string> Urgent = [NoticeKinds.Escalated, NoticeKinds.MediaAlert, NoticeKinds.Dispatched, NoticeKinds.Registered];

    /// <summary>Whether a notice to staff wakes whoever is on call: what must be acknowledged in minutes, about an emergency.</summary>
    public static bool Wakes(CaseState state, string kind) => state.Flags.Contains(CaseFlags.Emergency) && Urgent.Contains(kind);

    /// <param name="pack">The case's handbook.</param>
    /// <param name="state">The case.</param>
    /// <param name="notice">What is to be delivered.</param>
    /// <param name="at">When it came up.</param>
    public static DateTimeOffset DeliverFrom(PolicyPack pack, CaseState state, Notice notice, DateTimeOffset at)
    {
        if (notice.To.Kind == RecipientKind.Customer || state.Flags.Contains(CaseFlags.Emergency))
            return at;
        // A limit that runs around the clock is somebody's business around the clock.
        var calendar = state.Deadlines.FirstOrDefault(d => d.Id == notice.DeadlineId)?.Calendar ?? pack.Calendar;
        return DeliverFrom(pack, calendar, notice.Kind, at);
    }

    /// <summary>The same for what belongs to no case, such as a care task.</summary>
    /// <param name="pack">Its handbook.</param>
    /// <param name="kind">Template id of what is to be delivered to staff.</param>
    /// <param name="at">When it came up.</param>
    public static DateTimeOffset DeliverFrom(PolicyPack pack, string kind, DateTimeOffset at) => DeliverFrom(pack, pack.Calendar, kind, at);

    private static DateTimeOffset DeliverFrom(PolicyPack pack, string calendar, string kind, DateTimeOffset at) =>
        Urgent.Contains(kind) ? at : ChinaTime.Local(pack.Time(calendar).NextOpen(at));
}
