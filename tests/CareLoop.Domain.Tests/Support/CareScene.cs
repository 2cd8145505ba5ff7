using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Support;

/// <summary>Plays one care task and remembers its timeline.</summary>
public sealed class CareScene
{
    private readonly PolicyPack _pack;
    private readonly List<CareEvent> _timeline = [];

    public CareScene(PolicyPack pack, string plan, string anchor, string? caller = null)
        : this(pack, CarePlanning.Task(pack, CarePlanBook.Find(pack, plan), $"care-{plan}", Scene.Customer.Id, caller, At.China(anchor)))
    {
    }

    public CareScene(PolicyPack pack, CareTask task) => (_pack, Task) = (pack, task);

    public CareTask Task { get; private set; }

    public FollowUpTask Contact => Task.Contact;

    /// <summary>Every notice with its instant, as the journeys write them.</summary>
    public IEnumerable<string> Told => _timeline.SelectMany(e => e.Notices.Select(n => $"{At.Text(e.At)[5..]} {n.Kind} → {n.To.Id}"));

    public CareEvent Last => _timeline[^1];

    /// <summary>Lets time pass; a second pass over the same time must do nothing.</summary>
    public CareScene Wait(string time)
    {
        Take(CareDecider.Pass(_pack, Task, When(time)));
        Assert.Empty(CareDecider.Pass(_pack, Task, When(time)).Events);
        return this;
    }

    public CareScene Do(string time, Actor actor, CareCommand command, CareFacts? facts = null)
    {
        Take(Assert.IsType<CareDecision.Applied>(CareDecider.Decide(_pack, Task, command, actor, When(time), facts)));
        return this;
    }

    public Refusal Refused(string time, Actor actor, CareCommand command, CareFacts? facts = null) =>
        Assert.IsType<CareDecision.Refused>(CareDecider.Decide(_pack, Task, command, actor, When(time), facts)).Refusal;

    /// <summary>A clock as a row of a journey; countable ones are counted again minute by minute.</summary>
    public string Row(string part)
    {
        var deadline = Task.Deadlines.Single(d => d.Id == $"{Contact.PlanId}.{part}");
        if (Clock.Parse(deadline.Clock) is { Kind: not (ClockKind.Fixed or ClockKind.OpenDay) } clock)
            Assert.Equal(At.Text(new Recount(_pack.Time(deadline.Calendar)).Due(clock, deadline.StartedAt, [])), At.Text(deadline.DueAt));
        return Scene.Row(deadline);
    }

    private void Take(CareDecision.Applied applied)
    {
        Task = applied.Task;
        _timeline.AddRange(applied.Events);
        Assert.Equal(_timeline.OrderBy(e => e.At), _timeline);
    }

    private static DateTimeOffset When(string time) => At.China($"2026-{time}");
}
