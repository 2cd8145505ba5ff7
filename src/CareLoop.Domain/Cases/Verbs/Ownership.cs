using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>First asked, responsible to the end (COM-OWN-01, COM-OWN-02).</summary>
internal static class Ownership
{
    /// <summary>The first person who turns to the customer owns a case nobody owns yet; he is told so.</summary>
    public static Notice[] TakeIfFree(Turn turn)
    {
        if (turn.State.Owner is not null || turn.Actor.Kind != ActorKind.Staff)
            return [];
        turn.Change(s => s with { Owner = turn.Actor.Id, FollowUp = s.FollowUp is { Caller: null } task ? task with { Caller = turn.Actor.Id } : s.FollowUp });
        return [new(NoticeKinds.Assigned, Recipient.Person(turn.Actor.Id))];
    }
}

/// <summary>The owner, or whoever leads, offers the case to somebody; it stays his until that person accepts (COM-OWN-03).</summary>
internal sealed class OfferingTransfer : Verb<OfferTransfer>
{
    public override string Name => "offerTransfer";

    public override Right Right => Right.Transfer;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed;

    protected override Refusal? Do(Turn turn, OfferTransfer command)
    {
        if (string.IsNullOrWhiteSpace(command.To))
            return Missing("to", "COM-OWN-03");
        if (command.To == turn.State.Owner)
            return Impossible("to", command.To, "COM-OWN-03");
        turn.Change(s => s with { OfferedTo = command.To });
        turn.Emit(EventTypes.TransferOffered, [], ("to", command.To));
        return null;
    }
}

/// <summary>Ownership changes only here: by the person it was offered to.</summary>
internal sealed class AcceptingTransfer : Verb<AcceptTransfer>
{
    public override string Name => "acceptTransfer";

    public override Right Right => Right.Transfer;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && state.OfferedTo is not null;

    protected override Refusal? Do(Turn turn, AcceptTransfer command)
    {
        var to = turn.State.OfferedTo!;
        if (turn.Actor.Id != to)
            return new(RefusalReason.NotYourRole, "to", null, [to], "COM-OWN-03");
        var from = turn.State.Owner;
        turn.Change(s => s with
        {
            Owner = to,
            OfferedTo = null,
            OnDutyHandler = null,
            FollowUp = s.FollowUp is { Result: null } task ? task with { Caller = to } : s.FollowUp,
        });
        turn.Emit(EventTypes.OwnerTransferred, [new(NoticeKinds.Assigned, Recipient.Person(to))], ("from", from), ("to", to));
        return null;
    }
}

/// <summary>At the change of shift only the handler on duty changes; the owner stays (COM-OWN-03).</summary>
internal sealed class AcceptingHandover : Verb<AcceptHandover>
{
    public override string Name => "acceptHandover";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && state.Owner is not null;

    protected override Refusal? Do(Turn turn, AcceptHandover command)
    {
        turn.Change(s => s with { OnDutyHandler = turn.Actor.Id == s.Owner ? null : turn.Actor.Id });
        turn.Emit(EventTypes.HandoverAccepted, [], ("handler", turn.Actor.Id));
        return null;
    }
}
