using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Tests.Support;

/// <summary>Plays one case through the round, as the application does, and remembers the timeline.</summary>
public sealed class Scene(PolicyPack pack, int year = 2026)
{
    public static readonly Actor Customer = new(ActorKind.Customer, "customer-1", []);

    private readonly List<PhotoFact> _photos = [];
    private int _commands;

    /// <summary>Another case of the same mistake, as a look-up would find it.</summary>
    public string? EarlierError { get; set; }

    /// <summary>The handbook the case is decided by now.</summary>
    public PolicyPack Pack { get; set; } = pack;

    public CaseState State { get; private set; } = null!;

    public List<CaseEvent> Timeline { get; } = [];

    public List<CommandOutcome> Outcomes { get; } = [];

    public static Actor Staff(string id, params string[] roles) => new(ActorKind.Staff, id, [.. roles]);

    /// <summary>A command accepted at a journey's time, such as <c>03-04 10:12</c>.</summary>
    public PendingCommand Command(string time, Actor actor, CaseCommand command, string? firstAsked = null) =>
        new($"command-{++_commands}", actor, When(time), null, null, command, new(firstAsked, Photos: [.. _photos], KnownStaff: NamedBy(command), EarlierError: EarlierError));

    /// <summary>Photos are added to the case, which is no command.</summary>
    public void Photograph(string time, string? phase, int count = 1) =>
        _photos.AddRange(Enumerable.Repeat(new PhotoFact(phase, When(time)), count));

    public ImmutableArray<CaseEvent> Receive(string time, string channel, Actor by, string? firstAsked = null, string? type = null) =>
        Do(time, by, new ReceiveCase(
            $"{Pack.NumberPrefix}-20260304-7K3QF2M9X", "demo", "site-1", Pack.Reference, channel, Customer.Id, type, "subject-1", "merchant-1"), firstAsked);

    public ImmutableArray<CaseEvent> Do(string time, Actor actor, CaseCommand command, string? firstAsked = null)
    {
        var result = Play(When(time), Command(time, actor, command, firstAsked));
        Assert.Null(Outcomes[^1].Refusal);
        return result;
    }

    public Refusal Refused(string time, Actor actor, CaseCommand command)
    {
        Play(When(time), Command(time, actor, command));
        return Outcomes[^1].Refusal ?? throw new InvalidOperationException($"{command} was applied.");
    }

    /// <summary>Lets time pass without anybody doing anything.</summary>
    public ImmutableArray<CaseEvent> Wait(string time) => Play(When(time));

    /// <summary>Another handbook is in force and takes the case along, unless it lacks something the case needs.</summary>
    public ImmutableArray<CaseEvent> Succeed(string time, PolicyPack by)
    {
        var events = Play(When(time), [], by);
        Pack = State.Pack == by.Reference ? by : Pack;
        return events;
    }

    public ImmutableArray<CaseEvent> Play(DateTimeOffset now, params PendingCommand[] pending) => Play(now, pending, null);

    /// <summary>The directory knows everybody but <c>nobody</c>.</summary>
    private static string? NamedBy(CaseCommand command) => command switch
    {
        Classify { Staff: not "nobody" and var staff } => staff,
        RecordRootCause { Staff: not "nobody" and var staff } => staff,
        Archive { Staff: not "nobody" and var staff } => staff,
        _ => null,
    };

    private ImmutableArray<CaseEvent> Play(DateTimeOffset now, PendingCommand[] pending, PolicyPack? successor)
    {
        var result = CaseRound.Play(Pack, State, pending, now, successor);
        Assert.False(result.HasMore);
        State = result.State!;
        Timeline.AddRange(result.Events);
        Outcomes.AddRange(result.Outcomes);
        return result.Events;
    }

    public DateTimeOffset When(string time) => At.China($"{year}-{time}");

    public Deadline Deadline(string id) => State.Deadlines.Single(d => d.Id == id);

    /// <summary>Notices of some events, as <c>kind → recipient</c>.</summary>
    public static string Notices(IEnumerable<CaseEvent> events) =>
        string.Join(", ", events.SelectMany(e => e.Notices).Select(n => $"{n.Kind} → {n.To.Id}"));

    /// <summary>A clock as a row of a journey: rule, clock, calendar, start, warn, due, result, end.</summary>
    public string Row(string id) => Row(Deadline(id));

    public static string Row(Deadline d) =>
        $"{d.RuleId} | {d.Clock} | {d.Calendar} | {At.Text(d.StartedAt)} | {At.Text(d.WarnAt)} | {At.Text(d.DueAt)} | {d.Status} | {At.Text(d.EndedAt)}{(d.Exclusive ? " | exclusive" : "")}";
}
