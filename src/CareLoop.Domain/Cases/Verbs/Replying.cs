using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>The first message of a person is the first reply and, while nobody owns the case, makes its writer the owner (COM-OWN-01).</summary>
internal sealed class Replying : Verb<Reply>
{
    public override string Name => "reply";

    public override Right Right => Right.Reply;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed;

    protected override Refusal? Do(Turn turn, Reply command)
    {
        if (turn.State.Milestones.Contains(EventTypes.FirstReplied))
        {
            turn.Emit(EventTypes.Contacted, []);
            return null;
        }

        if (turn.State.Owner is null)
        {
            turn.Change(s => s with { Owner = turn.Actor.Id });
            turn.Emit(EventTypes.FirstReplied, [new(NoticeKinds.Assigned, turn.Owner)], ("owner", turn.Actor.Id));
        }
        else
        {
            turn.Emit(EventTypes.FirstReplied, []);
        }

        return null;
    }
}
