using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>The first message of a person is the first reply and, while nobody owns the case, makes its writer the owner (COM-OWN-01).</summary>
internal sealed class Replying : Verb<Reply>
{
    public override string Name => "reply";

    public override bool ForGroups => true;

    public override Right Right => Right.Reply;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed;

    protected override Refusal? Do(Turn turn, Reply command)
    {
        Promising.Kept(turn);
        if (turn.State.Milestones.Contains(EventTypes.FirstReplied))
            turn.Emit(EventTypes.Contacted, [.. Ownership.TakeIfFree(turn)]);
        else
            FirstReply(turn);
        return null;
    }

    // A first reply is a contact too, for limits that ask for one; the timeline shows it once.
    private static void FirstReply(Turn turn)
    {
        turn.Emit(EventTypes.FirstReplied, [.. Ownership.TakeIfFree(turn)], ("by", turn.Actor.Id));
        Limits.Follow(turn, EventTypes.Contacted);
    }
}
