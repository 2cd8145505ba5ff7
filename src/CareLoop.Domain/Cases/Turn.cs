using System.Collections.Immutable;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>One decision in the making: the state so far and the events that led to it.</summary>
internal sealed class Turn(PolicyPack pack, CaseState state, Actor actor, DateTimeOffset acceptedAt, PendingCommand? pending)
{
    private readonly ImmutableArray<CaseEvent>.Builder _events = ImmutableArray.CreateBuilder<CaseEvent>();

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

    public Recipient Customer => Recipient.Customer(State.CustomerKey);

    public void Change(Func<CaseState, CaseState> change) => State = change(State);

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
            notices));
        State = State with
        {
            Sequence = State.Sequence + 1,
            Status = status,
            LastEventAt = at,
            Milestones = State.Milestones.Add(type),
        };
        Waiting.Follow(this, before);
        Limits.Follow(this, type);
    }

    public Decision Done() => new Decision.Applied(State, Events);
}
