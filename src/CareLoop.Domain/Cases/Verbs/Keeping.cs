using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>A manager holds the data of a case for a warranty, claim or lawsuit, also after its end (COM-ARC-03).</summary>
internal sealed class HoldingRetention : Verb<HoldRetention>
{
    public override string Name => "holdRetention";

    public override Right Right => Right.TransferOut;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state is { Hold: null, AnonymisedAt: null };

    protected override Refusal? Do(Turn turn, HoldRetention command)
    {
        var reasons = turn.Pack.Retention.HoldReasons;
        if (!reasons.Contains(command.Reason))
            return Unknown("reason", command.Reason, reasons);
        turn.AfterTheEnd();
        turn.Change(s => s with { Hold = new(command.Reason, turn.Actor.Id, turn.AcceptedAt) });
        turn.Emit(EventTypes.RetentionHeld, [], ("reason", command.Reason));
        return null;
    }
}

/// <summary>What the data were held for is over.</summary>
internal sealed class LiftingHold : Verb<LiftHold>
{
    public override string Name => "liftHold";

    public override Right Right => Right.TransferOut;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Hold is not null;

    protected override Refusal? Do(Turn turn, LiftHold command)
    {
        var reason = turn.State.Hold!.Reason;
        turn.AfterTheEnd();
        turn.Change(s => s with { Hold = null });
        turn.Emit(EventTypes.HoldLifted, [], ("reason", reason));
        return null;
    }
}

/// <summary>
/// The case gives up whom it was about. What figures count from stays: type, category, severity, flags, limits, amounts, owner and timeline.
/// It cannot be undone, and nothing can be done to the case any more.
/// </summary>
internal sealed class Anonymising : Verb<Anonymise>
{
    public override string Name => "anonymise";

    public override Right Right => Right.TransferOut;

    public override bool ForSystem => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state is { IsClosed: true, AnonymisedAt: null };

    // It is asked for by the end of its time or by a request that was examined, not as a step of the work.
    public override bool IsOffered(PolicyPack pack, CaseState state) => false;

    protected override Refusal? Do(Turn turn, Anonymise command)
    {
        var rule = turn.Pack.Retention.Source.RuleId;
        if (Retention.Bar(turn.State) is { } bar)
            return Impossible("case", bar.ToString(), rule);
        if (command.Cause == AnonymiseCause.RetentionEnded && Retention.EndsAt(turn.Pack, turn.State) > turn.AcceptedAt)
            return Impossible("cause", command.Cause.ToString(), rule);
        turn.AfterTheEnd();
        turn.Change(s => s with { AnonymisedAt = turn.At });
        turn.Emit(EventTypes.Anonymised, [], ("cause", command.Cause.ToString()), ("rule", rule));
        return null;
    }
}
