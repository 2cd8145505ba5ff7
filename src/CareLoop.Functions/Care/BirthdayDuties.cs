using System.Globalization;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Care;

/// <summary>
/// The duties of a site that keeps its members' birthdays: next month's list in the last days of the month (EDU-BD-01), the week's cards on
/// Wednesday (EDU-BD-02). What is planned follows from the date, so looking again plans nothing twice.
/// </summary>
public sealed class BirthdayDuties(CareRounds rounds, CareIndex index, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    private readonly HashSet<string> planned = [];

    public async Task PlanAsync(CancellationToken cancellation)
    {
        var (now, people) = (time.GetUtcNow(), await directory.GetAsync(cancellation));
        foreach (var site in people.Sites)
        {
            var pack = handbooks.InForce(site.Pack, site.Profile, now, people.Organisation.Id);
            foreach (var (clock, holds) in CareDuties.OfBirthdays(pack, now))
            {
                await PlanAsync(people.Organisation.Id, site, pack, clock, holds, cancellation);
            }
        }
    }

    private async Task PlanAsync(string organisation, Site site, PolicyPack pack, Deadline clock, Func<DateOnly, bool> holds, CancellationToken cancellation)
    {
        // A duty of the site belongs to no customer: the site's own key stands in his place, as for work logs.
        var subject = $"site-{site.Id}";
        var id = CareIds.Of(organisation, subject, string.Create(CultureInfo.InvariantCulture, $"{clock.Id}|{ChinaTime.Date(clock.StartedAt):yyyyMMdd}"));
        if (planned.Contains(id) || !await HasBirthdaysAsync(organisation, site, pack, clock, holds, cancellation))
        {
            return;
        }

        var duty = CareDuties.Find(pack, clock.Id)!;
        var file = new CareFile
        {
            Organisation = organisation,
            Site = site.Id,
            SubjectId = subject,
            Anchor = clock.StartedAt,
            Task = CareDuties.Task(pack, duty, id, subject, caller: null, clock),
        };
        await rounds.PlanAsync(file, Actor.System, cancellation);
        planned.Add(id);
    }

    /// <summary>Nobody makes a list of nothing.</summary>
    private async Task<bool> HasBirthdaysAsync(
        string organisation, Site site, PolicyPack pack, Deadline clock, Func<DateOnly, bool> holds, CancellationToken cancellation)
    {
        var calls = CarePlanBook.Of(pack).Where(plan => plan.Anchor == CareAnchor.Birthday).Select(plan => plan.Id).ToHashSet();
        await foreach (var task in index.ReadAsync(CareIndex.Open(organisation, site.Id), clock.DueAt.AddMonths(2), cancellation))
        {
            if (calls.Contains(task.Plan) && holds(ChinaTime.Date(task.DueAt)))
            {
                return true;
            }
        }

        return false;
    }
}
