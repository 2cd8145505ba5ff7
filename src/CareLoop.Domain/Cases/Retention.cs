using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases.Verbs;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Cases;

/// <summary>How long a case keeps what is personal (COM-ARC-03).</summary>
public static class Retention
{
    /// <summary>What stands in the place of a customer who is no longer known.</summary>
    public const string Nobody = "anonymous";

    /// <summary>The rule of keeping and erasing.</summary>
    public const string RuleId = "COM-ARC-03";

    /// <summary>A line of the timeline without the customer and without what led to words.</summary>
    public static CaseEvent Forget(CaseEvent line, string customerKey) => line with
    {
        Actor = line.Actor.Id == customerKey ? line.Actor with { Id = Nobody } : line.Actor,
        ContentId = null,
        Notices = [.. line.Notices.Select(n => n.To.Id == customerKey ? n with { To = n.To with { Id = Nobody } } : n)],
    };

    /// <summary>The same of a care task.</summary>
    public static CareEvent Forget(CareEvent line, string customerKey) => line with
    {
        Actor = line.Actor.Id == customerKey ? line.Actor with { Id = Nobody } : line.Actor,
        Notices = [.. line.Notices.Select(n => n.To.Id == customerKey ? n with { To = n.To with { Id = Nobody } } : n)],
    };

    /// <summary>A case without the customer and what he had; everything that is counted stays.</summary>
    public static CaseState Forget(CaseState state) => state with { CustomerKey = Nobody, SubjectKey = null };

    /// <summary>From then on nothing personal is kept of a case; null while it is open.</summary>
    public static DateTimeOffset? EndsAt(PolicyPack pack, CaseState state) =>
        state.ClosedAt is { } ended ? ChinaTime.Local(ended).AddYears(pack.Retention.Years) : null;

    /// <summary>What keeps a case's personal data for now, or null: it is open, held by a manager, or money is still claimed back for it.</summary>
    public static RetentionBar? Bar(CaseState state) => state switch
    {
        { IsClosed: false } => RetentionBar.Open,
        { Hold: not null } => RetentionBar.Held,
        _ when RecordingRecovery.IsRunning(state) => RetentionBar.Claim,
        _ => null,
    };
}

/// <summary>Why the data of a case are kept longer.</summary>
public enum RetentionBar
{
    /// <summary>The case is open.</summary>
    Open,

    /// <summary>A manager holds it: a warranty, claim or lawsuit runs.</summary>
    Held,

    /// <summary>What was paid is still claimed from the counterparty.</summary>
    Claim,
}

/// <summary>A manager's word that the data of a case are needed longer (保留).</summary>
/// <param name="Reason">Why: a reason of the handbook, such as <c>Lawsuit</c>.</param>
/// <param name="By">Staff id.</param>
/// <param name="Since">When it was set.</param>
public sealed record RetentionHold(string Reason, string By, DateTimeOffset Since);

/// <summary>The data of the case are kept beyond their time (COM-ARC-03).</summary>
/// <param name="Reason">A reason of the handbook: warranty, claim or lawsuit.</param>
public sealed record HoldRetention(string Reason) : CaseCommand;

/// <summary>What the data were kept for is over.</summary>
public sealed record LiftHold : CaseCommand;

/// <summary>Nothing personal is kept any more: because its time is over, or because the customer asked for it.</summary>
/// <param name="Cause">Time, or the customer's request.</param>
public sealed record Anonymise(AnonymiseCause Cause) : CaseCommand;

/// <summary>Why a case is anonymised.</summary>
public enum AnonymiseCause
{
    /// <summary>The time of keeping is over.</summary>
    RetentionEnded,

    /// <summary>The customer asked for erasure.</summary>
    CustomerRequest,
}
