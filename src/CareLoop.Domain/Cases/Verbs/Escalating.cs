using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>What the owner cannot solve goes to the superior (COM-OWN-04).</summary>
internal sealed class Escalating : Verb<Escalate>
{
    public override string Name => "escalate";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed;

    protected override Refusal? Do(Turn turn, Escalate command)
    {
        var role = turn.Pack.FirstRole;
        turn.Emit(EventTypes.Escalated, [new(NoticeKinds.Escalated, Recipient.Role(role))], ("role", role), ("rule", "COM-OWN-04"));
        return null;
    }
}

/// <summary>A named person answers for what was reported upward (COM-TIME-13).</summary>
internal sealed class Acknowledging : Verb<Acknowledge>
{
    public override string Name => "acknowledge";

    public override Right Right => Right.Comment;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !CalledLadders.Waiting(pack, state).IsEmpty;

    protected override Refusal? Do(Turn turn, Acknowledge command)
    {
        var roles = CalledLadders.Waiting(turn.Pack, turn.State);
        if (!roles.Any(turn.Actor.Roles.Contains))
            return new(RefusalReason.NotYourRole, null, null, roles, "COM-TIME-13");
        CalledLadders.Acknowledge(turn);
        turn.Emit(EventTypes.Acknowledged, [.. Ownership.TakeIfFree(turn)], ("by", turn.Actor.Id));
        return null;
    }
}
