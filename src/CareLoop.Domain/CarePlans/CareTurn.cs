using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.CarePlans;

/// <summary>One decision in the making: the task so far and the events that led to it.</summary>
internal sealed class CareTurn(PolicyPack pack, CareTask task)
{
    private readonly ImmutableArray<CareEvent>.Builder _events = ImmutableArray.CreateBuilder<CareEvent>();

    public PolicyPack Pack => pack;

    public CarePlan Plan { get; } = CarePlanBook.Find(pack, task.Contact.PlanId);

    public CareTask Task { get; private set; } = task;

    public void Change(Func<CareTask, CareTask> change) => Task = change(Task);

    public void Contact(Func<FollowUpTask, FollowUpTask> change) => Task = Task with { Contact = change(Task.Contact) };

    public void Replace(Deadline before, Deadline after) => Task = Task with { Deadlines = Task.Deadlines.Replace(before, after) };

    /// <summary>The kind of notice that tells the caller that the contact is due.</summary>
    public string DueKind => Plan.Anchor switch
    {
        _ when Plan.Mode == CareMode.Duty => NoticeKinds.DutyDue,
        CareAnchor.SaleDelivered => NoticeKinds.FollowUpDue,
        CareAnchor.WarrantyEnd => NoticeKinds.WarrantyExpiring,
        _ => NoticeKinds.CareDue,
    };

    public void Emit(string type, DateTimeOffset at, Actor actor, ImmutableArray<Notice> notices, params (string Key, string? Value)[] data)
    {
        IEnumerable<(string Key, string? Value)> all = [.. data, ("plan", Plan.Id)];
        var codes = all.Where(d => d.Value is not null).ToImmutableSortedDictionary(d => d.Key, d => d.Value!, StringComparer.Ordinal);
        _events.Add(new(type, at, actor, Task.Contact.Status, codes, notices));
    }

    /// <summary>There is a result: the clocks stop, each judged by that instant.</summary>
    public void Finish(FollowUpStatus status, string? result, string? mode, DateTimeOffset at)
    {
        foreach (var deadline in Task.Deadlines.Where(Fulfilment.IsOpen))
            Replace(deadline, Ended(deadline, at));
        Change(t => t with { ResultMode = mode });
        Contact(c => c with { Status = status, Result = result, CompletedAt = at });
    }

    /// <summary>The customer could not be reached: a survey asks instead (COM-FU-03).</summary>
    public void GiveUp(string mode, DateTimeOffset at, Actor actor)
    {
        Finish(FollowUpStatus.Unreachable, FollowingUp.Unreachable, mode, at);
        ImmutableArray<Notice> survey = [new(NoticeKinds.FollowUpSurvey, Recipient.Customer(Task.CustomerKey))];
        Emit(EventTypes.FollowUpCompleted, at, actor, survey, ("result", FollowingUp.Unreachable), ("mode", mode));
    }

    public CareDecision.Applied Done() => new(Task, _events.ToImmutable());

    // Time itself ends the window of a customer who was tried in vain, and then it counts as kept.
    private static Deadline Ended(Deadline deadline, DateTimeOffset at) => deadline switch
    {
        { Status: DeadlineStatus.Breached } => deadline with { EndedAt = at },
        { Purpose: DeadlinePurpose.Opening } => deadline with { Status = DeadlineStatus.Cancelled, EndedAt = at },
        _ => deadline with { Status = DeadlineStatus.Met, EndedAt = at < deadline.DueAt ? at : deadline.DueAt },
    };
}
