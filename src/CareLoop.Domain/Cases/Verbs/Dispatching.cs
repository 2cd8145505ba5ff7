using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Somebody is sent: the customer learns who and when, or nobody is sent at all (PROJ-DISP-01).</summary>
internal sealed class Dispatching : Verb<Dispatch>
{
    private const string Rule = "PROJ-DISP-01";

    public override string Name => "dispatch";

    public override ImmutableArray<string> LeadsTo => [EventTypes.DispatchCreated];

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Status is CaseStatus.Classified or CaseStatus.Investigating && Can(pack, state, CaseStatus.Implementing);

    protected override Refusal? Do(Turn turn, Dispatch command)
    {
        if (string.IsNullOrWhiteSpace(command.Engineer))
            return Missing("engineer", Rule);
        if (command.ArrivalAt <= turn.AcceptedAt)
            return Impossible("arrivalAt", null, Rule);
        if (command.PromisedCompletionAt is { } promise)
        {
            if (promise <= turn.AcceptedAt)
                return Impossible("promisedCompletionAt", null, Agreeing.PromiseRule);
            Agreeing.Promise(turn, promise);
        }

        turn.Emit(
            EventTypes.DispatchCreated,
            CaseStatus.Implementing,
            [new(NoticeKinds.Dispatched, Recipient.Person(command.Engineer)), new(NoticeKinds.Dispatched, turn.Customer)],
            ("engineer", command.Engineer),
            ("arrivalAt", command.ArrivalAt.ToString("O")));
        return null;
    }
}

/// <summary>Something happened that clocks or gates wait for, such as the arrival on site or the customer's confirmation.</summary>
internal sealed class Noting : Verb<Note>
{
    public override string Name => "note";

    public override Right Right => Right.Handle;

    public override bool ForCustomers => true;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && !pack.Milestones.IsEmpty;

    public override bool IsOfferedToCustomer(PolicyPack pack, CaseState state) =>
        state.Status == CaseStatus.Implementing && pack.Type(state.Type).ConfirmBeforeFeedback;

    protected override Refusal? Do(Turn turn, Note command)
    {
        var known = turn.Pack.Milestones;
        if (!known.Any(m => m.Id == command.Milestone))
            return Unknown("milestone", command.Milestone, [.. known.Select(m => m.Id)]);
        if (turn.Actor.Kind == ActorKind.Customer && command.Milestone != EventTypes.CustomerConfirmed)
            return new(RefusalReason.NotYourRole, "milestone", command.Milestone, turn.Pack.RolesThat(Right));
        if (command.Milestone == EventTypes.AuthorityAnswered)
            Fulfilment.FulfilAll(turn, DeadlinePurpose.Authority);
        // Telling the customer what was decided is a message to them, not only a mark (MALL-SLA-04).
        turn.Emit(command.Milestone, command.Milestone == EventTypes.DecisionTold ? [new Notice(NoticeKinds.Progress, turn.Customer)] : []);
        return null;
    }
}

/// <summary>The agreed solution could not be carried out; the promise to the customer stands until there is a new one.</summary>
internal sealed class Failing : Verb<FailImplementation>
{
    public override string Name => "failImplementation";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Status == CaseStatus.Implementing && Can(pack, state, CaseStatus.Investigating);

    protected override Refusal? Do(Turn turn, FailImplementation command)
    {
        turn.Change(s => s with { ImplementedAt = null, Solution = s.Solution is { } solution ? solution with { Agreed = false } : null });
        turn.Emit(EventTypes.ImplementationFailed, CaseStatus.Investigating, []);
        return null;
    }
}
