using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>
/// The customer is told how it stands and exactly when the next answer comes; that instant becomes a clock (COM-PROC-04).
/// The next thing the customer hears keeps it.
/// </summary>
internal sealed class Promising : Verb<PromiseReply>
{
    public override string Name => "promiseReply";

    public override bool ForGroups => true;

    public override Right Right => Right.Reply;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && state.Status < CaseStatus.FeedbackGiven;

    protected override Refusal? Do(Turn turn, PromiseReply command)
    {
        var rules = turn.Pack.Promise;
        if (command.At <= turn.AcceptedAt || (rules.MaxHours is { } hours && command.At > turn.AcceptedAt.AddHours(hours)))
            return Impossible("at", null, rules.Source.RuleId);
        var assigned = Ownership.TakeIfFree(turn);
        Kept(turn);
        var extended = Limits.Extend(turn, command.At);
        turn.Emit(EventTypes.ProgressTold, [new(NoticeKinds.Progress, turn.Customer), .. assigned], ("at", command.At.ToString("O")), ("extended", extended));
        var plan = new DeadlinePlan("promised-reply", rules.Source.RuleId, new LocalText("承诺答复", "Promised answer"), DeadlinePurpose.Promise, Clock.Fixed, turn.Pack.Calendar);
        turn.Add(DeadlineMaker.Make(turn, plan, turn.AcceptedAt, command.At));
        return null;
    }

    /// <summary>The customer heard from us.</summary>
    public static void Kept(Turn turn) => Fulfilment.FulfilAll(turn, DeadlinePurpose.Promise);
}
