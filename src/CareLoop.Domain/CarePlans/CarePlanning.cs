using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.CarePlans;

/// <summary>A task and what it counts from.</summary>
public sealed record PlannedCare(CareTask Task, SubjectAnchor Anchor);

/// <summary>Makes the tasks of care plans from what is known about a customer.</summary>
public static class CarePlanning
{
    internal const string AgreedTimeRule = "COM-PHONE-04";

    /// <summary>The tasks of all plans whose anchor is known; a window that was over before anybody knew of it gives none.</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="customerKey">Whom it is about.</param>
    /// <param name="caller">Staff id of whoever is to ask, or null for the plan's role.</param>
    /// <param name="anchors">Instants of events; dates as their midnight in Shanghai.</param>
    /// <param name="at">When the tasks are planned.</param>
    /// <param name="newId">Id of the task of a plan.</param>
    public static ImmutableArray<CareTask> Plan(
        PolicyPack pack,
        string customerKey,
        string? caller,
        IReadOnlyDictionary<CareAnchor, DateTimeOffset> anchors,
        DateTimeOffset at,
        Func<CarePlan, string> newId) =>
    [
        .. CarePlanBook.Of(pack)
            .Where(p => anchors.ContainsKey(p.Anchor))
            .Select(p => Task(pack, p, newId(p), customerKey, caller, anchors[p.Anchor]))
            .Where(t => t.Contact.DueAt > at),
    ];

    /// <summary>What is known of a customer's subject, as tasks. Planning again gives the same ids; a window already over gives none.</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="subject">The order, unit, product or membership.</param>
    /// <param name="at">When the tasks are planned.</param>
    /// <param name="idOf">Id of the task with a name that is unique for the subject.</param>
    public static ImmutableArray<PlannedCare> OfSubject(PolicyPack pack, CustomerSubject subject, DateTimeOffset at, Func<string, string> idOf) =>
    [
        .. from plan in CarePlanBook.Of(pack)
           from anchor in subject.CareAnchors()
           where anchor.Anchor == plan.Anchor
           let known = anchor.Anchor == CareAnchor.Birthday ? anchor with { At = NextBirthday(anchor, at) } : anchor
           let task = Task(pack, plan, idOf(NameOf(plan, known)), subject.CustomerKey, CallerOf(plan, subject), known.At)
           where task.Contact.DueAt > at
           select new PlannedCare(task, known),
        .. CareDuties.OfSubject(pack, subject, idOf).Where(duty => duty.Task.Contact.DueAt > at),
    ];

    /// <summary>The tasks that something recorded about the subject has made pointless: who has paid is not reminded to pay (ECOM-SLA-03).</summary>
    public static IEnumerable<string> Ended(PolicyPack pack, CustomerSubject subject, Func<string, string> idOf) =>
        from plan in CarePlanBook.Of(pack)
        where plan.EndedBy is { } end && subject.Anchors.Any(anchor => anchor.Anchor == end)
        from anchor in subject.CareAnchors()
        where anchor.Anchor == plan.Anchor
        select idOf(NameOf(plan, anchor));

    private static string NameOf(CarePlan plan, SubjectAnchor anchor) =>
        string.Join('|', plan.Id, anchor.Part, plan.Anchor == CareAnchor.Birthday ? ChinaTime.Date(anchor.At).Year : null);

    /// <summary>Midnight of the first birthday that is not over.</summary>
    private static DateTimeOffset NextBirthday(SubjectAnchor birthday, DateTimeOffset at) =>
        ChinaTime.At(Birthdays.Next(ChinaTime.Date(birthday.At), ChinaTime.Date(at)), TimeSpan.Zero);

    /// <summary>One task with its window.</summary>
    public static CareTask Task(PolicyPack pack, CarePlan plan, string id, string customerKey, string? caller, DateTimeOffset anchor)
    {
        var window = CareWindow.Of(plan, pack.Time(plan.Calendar), anchor);
        var opens = Make(pack, plan, DeadlinePurpose.Opening, window.OpensClock, anchor, window.Opens);
        var due = Make(pack, plan, DeadlinePurpose.FollowUp, window.DueClock, window.DueFrom, window.Due);
        // What opens on its last morning is told once: the opening is the warning.
        due = due with { Warned = due.WarnAt <= opens.DueAt };
        return Task(pack, plan, id, customerKey, caller, opens, due);
    }

    /// <summary>One task from the two ends of its window.</summary>
    internal static CareTask Task(PolicyPack pack, CarePlan plan, string id, string customerKey, string? caller, Deadline opens, Deadline due) => new()
    {
        Id = id,
        Pack = pack.Reference,
        CustomerKey = customerKey,
        Role = plan.Role,
        IsBirthday = BirthdayCalls.IsOne(plan),
        Contact = new(plan.Id, opens.DueAt, due.DueAt, FollowUpStatus.Scheduled, caller, plan.Mode.ToString()),
        Deadlines = [opens, due],
    };

    /// <summary>The customer is called again at the time agreed (COM-PHONE-04).</summary>
    internal static Deadline Callback(PolicyPack pack, CarePlan plan, int nth, DateTimeOffset from, DateTimeOffset at)
    {
        var opening = FollowingUp.Window(plan, plan.Calendar, DeadlinePurpose.Opening, Clock.Fixed);
        return DeadlineMaker.At(pack, opening with { Id = $"{plan.Id}.callback#{nth}", RuleId = AgreedTimeRule }, from, new(at, null, false));
    }

    // On a birthday whoever is on duty that evening calls, not the member's agent (EDU-BD-03).
    private static string? CallerOf(CarePlan plan, CustomerSubject subject) => plan.Anchor == CareAnchor.Birthday ? null : subject.Agent;

    private static Deadline Make(PolicyPack pack, CarePlan plan, DeadlinePurpose purpose, Clock clock, DateTimeOffset anchor, Reckoning reckoning) =>
        DeadlineMaker.At(
            pack,
            FollowingUp.Window(plan, plan.Calendar, purpose, clock),
            anchor,
            // Nobody is warned that a day of calls is near; hours that run from an event are a limit like any other (COM-TIME-11).
            purpose == DeadlinePurpose.Opening && clock.Kind != ClockKind.Hours ? reckoning with { WarnAt = null } : reckoning);
}
