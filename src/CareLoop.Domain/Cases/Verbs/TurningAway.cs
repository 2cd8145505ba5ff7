using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Outside the scope of service, or a condition is not met; the customer learns the reason (COM-OWN-06).</summary>
internal sealed class Rejecting : Verb<Reject>
{
    public override string Name => "reject";

    public override ImmutableArray<string> LeadsTo => [EventTypes.CaseRejected];

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        Can(pack, state, CaseStatus.Rejected) && pack.Type(state.Type).Rejectable;

    protected override Refusal? Do(Turn turn, Reject command)
    {
        if (string.IsNullOrWhiteSpace(command.Reason))
            return Missing("reason", "COM-OWN-06");
        turn.Emit(EventTypes.CaseRejected, CaseStatus.Rejected, [new(NoticeKinds.Rejected, turn.Customer)], ("reason", command.Reason));
        Fulfilment.CancelAll(turn);
        return null;
    }
}

/// <summary>An authority, a court or another organisation takes the matter over.</summary>
internal sealed class TransferringOut : Verb<TransferOut>
{
    public override string Name => "transferOut";

    public override Right Right => Right.TransferOut;

    public override bool IsPossible(PolicyPack pack, CaseState state) => Can(pack, state, CaseStatus.Transferred);

    protected override Refusal? Do(Turn turn, TransferOut command)
    {
        if (string.IsNullOrWhiteSpace(command.To))
            return Missing("to", "MALL-ESC-05");
        Reminders.Stop(turn);
        Fulfilment.CancelAll(turn);
        turn.Emit(EventTypes.Transferred, CaseStatus.Transferred, [], ("to", command.To));
        return null;
    }
}
