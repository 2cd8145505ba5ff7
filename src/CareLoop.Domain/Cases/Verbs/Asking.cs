using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>A question only the customer can answer: the answer clock pauses (COM-TIME-10).</summary>
internal sealed class Asking : Verb<AskCustomer>
{
    public override string Name => "askCustomer";

    public override Right Right => Right.Reply;

    public override bool IsPossible(PolicyPack pack, CaseState state) => Can(pack, state, CaseStatus.WaitingCustomer);

    protected override Refusal? Do(Turn turn, AskCustomer command)
    {
        turn.Change(s => s with { ResumeStatus = s.Status });
        var assigned = Ownership.TakeIfFree(turn);
        turn.Emit(EventTypes.QuestionSent, CaseStatus.WaitingCustomer, [new(NoticeKinds.Question, turn.Customer), .. assigned]);
        Reminders.Start(turn);
        return null;
    }
}

/// <summary>The customer adds something; an open question is answered by it.</summary>
internal sealed class Supplementing : Verb<Supplement>
{
    public override string Name => "supplement";

    public override Right Right => Right.Reply;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed;

    protected override Refusal? Do(Turn turn, Supplement command)
    {
        Answer(turn, EventTypes.CustomerSupplemented);
        return null;
    }

    /// <summary>Whatever the customer writes reaches the owner and ends the waiting for him.</summary>
    public static void Answer(Turn turn, string type)
    {
        Notice notice = new(NoticeKinds.Supplemented, turn.Owner);
        var suggested = Suggest(turn);
        if (turn.State is { Status: CaseStatus.WaitingCustomer, ResumeStatus: { } back })
        {
            turn.Change(s => s with { ResumeStatus = null });
            Reminders.Stop(turn);
            turn.Emit(EventTypes.CustomerSupplemented, back, [notice], ("suggestedFlags", suggested));
        }
        else
        {
            turn.Emit(type, [notice], ("suggestedFlags", suggested));
        }
    }

    /// <summary>Flags as one value of an event, or null without any.</summary>
    public static string? Joined(IReadOnlyCollection<string> flags) =>
        flags.Count == 0 ? null : string.Join(',', flags.Order(StringComparer.Ordinal));

    // A threat can come late: what the new words suggest waits for a person as at intake (COM-ESC-04).
    private static string? Suggest(Turn turn)
    {
        ImmutableArray<string> fresh =
            [.. (turn.Facts.SuggestedFlags ?? []).Where(f => turn.Pack.Flags.Contains(f) && !turn.State.Flags.Contains(f) && !turn.State.SuggestedFlags.Contains(f))];
        turn.Change(s => s with { SuggestedFlags = s.SuggestedFlags.Union(fresh) });
        return Joined(fresh);
    }
}

/// <summary>A remark; one of the customer's counts as an answer, so that it is never overlooked.</summary>
internal sealed class Commenting : Verb<Comment>
{
    public override string Name => "comment";

    public override bool ForGroups => true;

    public override Right Right => Right.Comment;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed;

    protected override Refusal? Do(Turn turn, Comment command)
    {
        if (turn.Actor.Kind == ActorKind.Staff)
        {
            turn.Emit(EventTypes.Commented, [], ("visible", command.VisibleToCustomer ? "true" : "false"));
            return null;
        }

        if (!command.VisibleToCustomer)
            return Impossible("visibleToCustomer", "false", "COM-PRIV-01");
        Supplementing.Answer(turn, EventTypes.Commented);
        return null;
    }
}
