using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>
/// The customer accepts, himself or through staff who record it. What is still to be done gets its own limit: the completion time
/// promised to the customer (COM-PROC-10). Only staff promise; a customer accepts the time that was offered.
/// </summary>
internal sealed class Agreeing : Verb<AgreeSolution>
{
    public const string PromiseRule = "COM-PROC-10";

    public override string Name => "agreeSolution";

    public override ImmutableArray<string> LeadsTo => [EventTypes.SolutionAgreed, EventTypes.FeedbackGiven];

    public override Right Right => Right.Handle;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.SolutionProposed;

    /// <summary>Starts the clock of the promised completion, in place of an earlier one.</summary>
    public static void Promise(Turn turn, DateTimeOffset promise)
    {
        foreach (var earlier in turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Completion && Fulfilment.IsOpen(d)).ToList())
            Fulfilment.Cancel(turn, earlier);
        var plan = new DeadlinePlan("completion", PromiseRule, new LocalText("承诺完成", "Promised completion"), DeadlinePurpose.Completion, Clock.Fixed, turn.Pack.Calendar);
        turn.Add(DeadlineMaker.Make(turn, plan, turn.AcceptedAt, promise));
        turn.Change(s => s with { PromisedCompletionAt = promise });
    }

    protected override Refusal? Do(Turn turn, AgreeSolution command)
    {
        var solution = turn.State.Solution!;
        var needsWork = turn.Pack.SolutionKinds.First(k => k.Id == solution.Kind).NeedsWork;
        var promise = command.PromisedCompletionAt ?? solution.PromisedCompletionAt;
        if (turn.Actor.Kind == ActorKind.Customer && command.PromisedCompletionAt is { } named && named != solution.PromisedCompletionAt)
            return Impossible("promisedCompletionAt", null, PromiseRule);
        if (needsWork && promise is null && !HasLimitOfItsOwn(turn))
            return Missing("promisedCompletionAt", PromiseRule);
        if (needsWork && promise <= turn.AcceptedAt)
            return Impossible("promisedCompletionAt", null, PromiseRule);
        turn.Change(s => s with { Solution = solution with { Agreed = true }, ImplementedAt = null });
        if (!needsWork && Approving.For(turn.Pack, turn.State) is null)
        {
            turn.Emit(EventTypes.SolutionAgreed, []);
            Feedback.Tell(turn);
            return null;
        }

        if (promise is { } completion)
            Promise(turn, completion);
        var status = Approving.For(turn.Pack, turn.State) is null ? CaseStatus.Implementing : CaseStatus.AwaitingApproval;
        turn.Emit(EventTypes.SolutionAgreed, status, [], ("promisedCompletionAt", promise?.ToString("O")));
        return null;
    }

    // What is paid or returned after an approval has its own limit from then on (MALL-AC-04, MALL-NR-04).
    private static bool HasLimitOfItsOwn(Turn turn) =>
        Approving.For(turn.Pack, turn.State) is not null
        && turn.Pack.Slas.Any(s => s.Start != EventTypes.CaseReceived && !s.SolutionKinds.IsEmpty && s.AppliesTo(turn.State));
}

/// <summary>The customer refuses; the second refusal goes up the ladder (COM-PROC-03).</summary>
internal sealed class Refusing : Verb<RefuseSolution>
{
    private const int RefusalsBeforeReport = 2;

    public override string Name => "refuseSolution";

    public override Right Right => Right.Handle;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.SolutionProposed;

    protected override Refusal? Do(Turn turn, RefuseSolution command)
    {
        var solution = turn.State.Solution!;
        var refusals = solution.Refusals + 1;
        turn.Change(s => s with { Solution = solution with { Refusals = refusals } });
        turn.Emit(
            EventTypes.SolutionRefused,
            CaseStatus.Investigating,
            refusals >= RefusalsBeforeReport ? [new(NoticeKinds.Escalated, Recipient.Role(turn.Pack.FirstRole))] : [],
            ("refusals", refusals.ToString()));
        return null;
    }
}
