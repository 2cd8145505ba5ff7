using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Cases.Verbs;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>The rules of a case as one pure function.</summary>
public static class CaseDecider
{
    private const int RememberedCommands = 32;
    private const string ReceiveName = "receive";

    /// <summary>The commands that can be given to all cases of a group at once, as named in JSON.</summary>
    public static ImmutableArray<string> ForGroups { get; } = [.. VerbBook.All.Where(v => v.ForGroups).Select(v => v.Name)];

    /// <summary>Applies one input, or refuses it with the reason.</summary>
    /// <param name="pack">The handbook the case is pinned to.</param>
    /// <param name="state">The case, or null before it exists.</param>
    /// <param name="input">A command or an instant of a deadline.</param>
    /// <param name="time">The instant of a deadline; commands are judged by when they were accepted.</param>
    public static Decision Decide(PolicyPack pack, CaseState? state, CaseInput input, DateTimeOffset time) => input switch
    {
        CaseInput.Command { Pending: var pending } when state is null => Open(pack, pending),
        CaseInput.Command { Pending: var pending } => Decide(pack, state!, pending),
        CaseInput.Moment moment when state is not null => Decide(pack, state, moment, time),
        CaseInput.CalendarChanged change when state is not null => Decide(pack, state, change),
        CaseInput.HandbookChanged change when state is not null => Decide(pack, state, change),
        _ => throw new ArgumentException("Time passes for cases that exist.", nameof(input)),
    };

    /// <summary>The commands this actor may give now, as named in JSON.</summary>
    public static ImmutableArray<string> Allowed(PolicyPack pack, CaseState? state, Actor actor) => state is null
        ? [ReceiveName]
        : [.. VerbBook.All.Where(v => IsOffered(pack, state, actor, v) && Permission.Refuse(pack, state, actor, v) is null).Select(v => v.Name)];

    private static bool IsOffered(PolicyPack pack, CaseState state, Actor actor, Verb verb) =>
        actor.Kind == ActorKind.Customer ? verb.IsOfferedToCustomer(pack, state) : verb.IsOffered(pack, state);

    private static Decision Open(PolicyPack pack, PendingCommand pending)
    {
        if (pending.Command is not ReceiveCase receive)
            return new Decision.Refused(new(RefusalReason.NotInThisStatus, null, null, [ReceiveName]));
        var refusal = Permission.Refuse(pack, null, pending.Actor, VerbBook.For(receive)) ?? Receiving.Check(pack, receive);
        return refusal is null ? Run(pack, Receiving.Begin(pack, receive, pending), pending) : new Decision.Refused(refusal);
    }

    private static Decision Decide(PolicyPack pack, CaseState state, PendingCommand pending)
    {
        if (state.RecentCommands.Contains(pending.Id) || pending.Command is ReceiveCase { CaseId: var id } && id == state.CaseId)
            return new Decision.Applied(state, []);
        var verb = VerbBook.For(pending.Command);
        // What no role of the handbook may do does not exist in it, so there is nobody to name.
        if (Permission.Refuse(pack, state, pending.Actor, verb) is { } refusal)
            return new Decision.Refused(refusal.Allowed.IsEmpty ? NotNow(pack, state, pending.Actor) : refusal);
        if (pending.ExpectedVersion is { } expected && expected != state.CommandVersion)
            return new Decision.Refused(new(RefusalReason.Stale, null, state.CommandVersion.ToString(), []));
        if (pending.ForGroup && (!verb.ForGroups || state.GroupIncident is not null || pending.Actor.Kind != ActorKind.Staff))
            return new Decision.Refused(new(RefusalReason.Impossible, "forGroup", verb.Name, ForGroups));
        return verb.IsPossible(pack, state)
            ? Run(pack, state, pending)
            : new Decision.Refused(NotNow(pack, state, pending.Actor));
    }

    private static Refusal NotNow(PolicyPack pack, CaseState state, Actor actor) =>
        new(RefusalReason.NotInThisStatus, null, state.Status.ToString(), Allowed(pack, state, actor));

    private static Decision Run(PolicyPack pack, CaseState state, PendingCommand pending)
    {
        var turn = new Turn(pack, state, pending.Actor, pending.AcceptedAt, pending);
        if (VerbBook.For(pending.Command).Apply(turn, pending.Command) is { } refusal)
            return new Decision.Refused(refusal);
        if (Gates.Refuse(turn) is { } shut)
            return new Decision.Refused(shut);
        NextSteps.Ensure(turn);
        turn.Change(s => Compaction.Fit(s with
        {
            CommandVersion = s.CommandVersion + 1,
            RecentCommands = [.. s.RecentCommands.TakeLast(RememberedCommands - 1), pending.Id],
        }));
        return turn.Done();
    }

    private static Decision Decide(PolicyPack pack, CaseState state, CaseInput.CalendarChanged change) =>
        Rebasing.IsStale(pack, state) ? Finish(new Turn(pack, state, Actor.System, change.At, null), Rebasing.ByHolidays) : new Decision.Applied(state, []);

    private static Decision Decide(PolicyPack pack, CaseState state, CaseInput.HandbookChanged change)
    {
        if (state.Pack == change.To.Reference || state.IsClosed)
            return new Decision.Applied(state, []);
        if (Succession.Refuse(change.To, state) is { } refusal)
            return new Decision.Refused(refusal);
        var turn = new Turn(change.To, state with { Pack = change.To.Reference }, Actor.System, change.At, null);
        return Finish(turn, t => Succession.Apply(t, pack));
    }

    private static Decision Finish(Turn turn, Action<Turn> apply)
    {
        apply(turn);
        NextSteps.Ensure(turn);
        turn.Change(Compaction.Fit);
        return turn.Done();
    }

    private static Decision Decide(PolicyPack pack, CaseState state, CaseInput.Moment moment, DateTimeOffset time)
    {
        var deadline = state.Deadlines.FirstOrDefault(d => d.Id == moment.DeadlineId);
        // A deadline that ended or moved meanwhile has nothing to say any more.
        if (deadline?.NextMoment is not { } next || next.Kind != moment.Kind || next.At > time)
            return new Decision.Applied(state, []);
        return Finish(new Turn(pack, state, Actor.System, next.At, null), turn => Moments.Apply(turn, deadline, moment.Kind));
    }
}
