using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Care;

/// <summary>
/// Plans the tasks that follow from a customer's subject. A row in table <c>due</c> stands from before the subject is written until its
/// tasks are filed, so none is forgotten; planning again gives the same tasks.
/// </summary>
public sealed class CarePlanner(CareRounds rounds, DueTable due, SubjectTable subjects, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    private const char Separator = '|';

    /// <summary>A subject is about to be written.</summary>
    public Task<DueItem> BeginAsync(string organisation, string customerKey, string subjectId, CancellationToken cancellation) =>
        due.FileAsync(time.GetUtcNow(), DueItem.Plan, string.Join(Separator, organisation, customerKey, subjectId), cancellation);

    /// <summary>The subject is written: its tasks are planned.</summary>
    /// <returns>Ids of the tasks that follow from it now.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(DueItem begun, CustomerSubject subject, Actor actor, CancellationToken cancellation)
    {
        var tasks = await PlanAsync(begun.Subject.Split(Separator)[0], subject, actor, cancellation);
        await due.DoneAsync(begun, cancellation);
        return tasks;
    }

    /// <summary>What the watch does about a subject whose planning was interrupted.</summary>
    internal async Task PlanAsync(string address, CancellationToken cancellation)
    {
        var parts = address.Split(Separator);
        if (await subjects.FindAsync(parts[0], parts[1], parts[2], cancellation) is { } subject)
        {
            await PlanAsync(parts[0], subject, Actor.System, cancellation);
        }
    }

    private async Task<IReadOnlyList<string>> PlanAsync(string organisation, CustomerSubject subject, Actor actor, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var people = await directory.GetAsync(cancellation);
        if (people.FindSite(subject.Site) is not { } site)
        {
            return [];
        }

        var pack = handbooks.InForce(site.Pack, site.Profile, now, organisation);
        // Nothing is planned for somebody who is gone: the role does it until the subject has a successor.
        var isAgentHere = subject.Agent is { } agent && people.FindStaff(agent)?.IsHereOn(ChinaTime.Date(now)) == true;
        var planned = CarePlanning.OfSubject(pack, isAgentHere ? subject : subject with { Agent = null }, now, name => IdOf(organisation, subject, name));
        foreach (var (task, anchor) in planned)
        {
            var file = new CareFile
            {
                Organisation = organisation,
                Site = subject.Site,
                SubjectId = subject.Id,
                Part = anchor.Part,
                Anchor = anchor.At,
                Task = task,
            };
            await rounds.PlanAsync(file, actor, cancellation);
        }

        foreach (var duty in subject.Anchors.SelectMany(anchor => CareDuties.DoneBy(pack, anchor.Anchor)).Distinct())
        {
            var id = IdOf(organisation, subject, duty);
            await rounds.DoAsync(id, new CareCommand.Complete(nameof(CareMode.Duty), null, []), Actor.System, new CareOutcome("recorded", duty), words: null, cancellation);
        }

        foreach (var id in CarePlanning.Ended(pack, subject, name => IdOf(organisation, subject, name)))
        {
            await rounds.CancelAsync(id, Actor.System, cancellation);
        }

        // A birthday comes again: the day after it the next one is planned.
        foreach (var (_, anchor) in planned.Where(item => item.Anchor.Anchor == CareAnchor.Birthday && item.Anchor.At > now.AddDays(-1)))
        {
            await due.FileAsync(anchor.At.AddDays(1), DueItem.Plan, string.Join(Separator, organisation, subject.CustomerKey, subject.Id), cancellation);
        }

        return [.. planned.Select(item => item.Task.Id)];
    }

    private static string IdOf(string organisation, CustomerSubject subject, string name) =>
        CareIds.Of(organisation, $"{subject.CustomerKey}\n{subject.Id}", name);
}
