using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>One decision in the making: the state so far and the events that led to it.</summary>
internal sealed class Turn(PolicyPack pack, CaseState state, Actor actor, DateTimeOffset acceptedAt, PendingCommand? pending)
{
    private readonly ImmutableArray<CaseEvent>.Builder _events = ImmutableArray.CreateBuilder<CaseEvent>();
    private readonly List<(string Outcome, string Deadline)> _ended = [];

    public PolicyPack Pack => pack;

    public CaseState State { get; private set; } = state;

    public Actor Actor => actor;

    /// <summary>The instant the cause entered, by which it is judged.</summary>
    public DateTimeOffset AcceptedAt => acceptedAt;

    /// <summary>The instant it takes effect: time never runs backwards in a timeline.</summary>
    public DateTimeOffset At => acceptedAt > State.LastEventAt ? acceptedAt : State.LastEventAt;

    public CaseFacts Facts { get; } = pending?.Facts ?? new CaseFacts();

    public ImmutableArray<CaseEvent> Events => _events.ToImmutable();

    /// <summary>Whoever is to be told about the case: who acts for the owner now, the owner, or the pool while there is none.</summary>
    public Recipient Owner => (State.OnDutyHandler ?? State.Owner) is { } person ? Recipient.Person(person) : Recipient.Role(State.OwnerRole);

    /// <summary>The owner, and who acts for him if that is somebody else.</summary>
    public IEnumerable<Recipient> OwnerAndHandler =>
        State is { OnDutyHandler: not null, Owner: { } owner } ? [Recipient.Person(owner), Owner] : [Owner];

    public Recipient Customer => Recipient.Customer(State.CustomerKey);

    public void Change(Func<CaseState, CaseState> change) => State = change(State);

    /// <summary>What is done to a closed case without opening it again has a run of its own: the one before has ended.</summary>
    public void AfterTheEnd() => Change(s => s.IsClosed ? s with { Episode = s.Episode + 1, EndedAt = s.ClosedAt } : s);

    /// <summary>Writes an event without a change of status.</summary>
    public void Emit(string type, ImmutableArray<Notice> notices, params (string Key, string? Value)[] data) =>
        Emit(type, State.Status, notices, data);

    /// <summary>Writes an event, moves the case, and lets the clocks follow.</summary>
    public void Emit(string type, CaseStatus status, ImmutableArray<Notice> notices, params (string Key, string? Value)[] data)
    {
        var before = State.Status;
        var at = At;
        _events.Add(new CaseEvent(
            State.Sequence + 1,
            type,
            at,
            acceptedAt,
            actor,
            status,
            pending?.Id,
            pending?.ContentId,
            data.Where(d => d.Value is not null).ToImmutableSortedDictionary(d => d.Key, d => d.Value!, StringComparer.Ordinal),
            [.. notices, .. ToGroup()]));
        State = State with
        {
            Sequence = State.Sequence + 1,
            Status = status,
            LastEventAt = at,
            Milestones = State.Milestones.Add(type),
        };
        var line = _events.Count - 1;
        Waiting.Follow(this, before);
        Limits.Follow(this, type);
        Tell(line);
    }

    /// <summary>A limit ended: the line of its cause says how, for the state forgets ended limits when it grows.</summary>
    public void NoteEnd(Deadline deadline) => _ended.Add((Outcome(deadline.Status), deadline.Id));

    public Decision Done()
    {
        if (_events.Count > 0)
            Tell(_events.Count - 1);
        return new Decision.Applied(State, Events);
    }

    // Once for a command, whatever lines it writes.
    private IEnumerable<Notice> ToGroup() =>
        pending is { ForGroup: true } && _events.Count == 0 ? [new(CaseNotices.GroupTold, Recipient.Group(State.CaseId))] : [];

    private static string Outcome(DeadlineStatus status) => status switch
    {
        DeadlineStatus.Met => "met",
        DeadlineStatus.Breached => "late",
        _ => "cancelled",
    };

    private void Tell(int line)
    {
        var data = _events[line].Data;
        foreach (var (outcome, deadline) in _ended)
            data = data.SetItem(outcome, data.TryGetValue(outcome, out var others) ? $"{others},{deadline}" : deadline);
        _events[line] = _events[line] with { Data = data };
        _ended.Clear();
    }
}
