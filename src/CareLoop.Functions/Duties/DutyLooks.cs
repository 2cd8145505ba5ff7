using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Duties;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications;

namespace CareLoop.Functions.Duties;

/// <summary>
/// Finds duties that were missed and tells whoever is to hear of it, once. A row in table <c>due</c> says since when a site has not been looked
/// at; it stands until everything missed since then is told and on record, so a pause of any length is made up for by one look.
/// </summary>
public sealed class DutyLooks(DutyDesk desk, DutyTable table, DueTable due, InboxTable inbox, StaffDirectory directory, TimeProvider time)
{
    private readonly Dictionary<string, (PackReference Pack, DateTimeOffset At)> filed = [];

    /// <summary>Asks for a look at every site when the next of its duties is due, or at midnight; asking again changes nothing.</summary>
    public async Task AskAsync(CancellationToken cancellation)
    {
        var (now, people) = (time.GetUtcNow(), await directory.GetAsync(cancellation));
        foreach (var site in people.Sites)
        {
            if (desk.PackOf(people, site.Id, now) is { } pack && (!filed.TryGetValue(site.Id, out var asked) || asked.At <= now || asked.Pack != pack.Reference))
            {
                await AskAsync(site.Id, pack, now, cancellation);
            }
        }
    }

    /// <summary>Looks at a site: everything that was due since its row was filed and is not done is told.</summary>
    /// <param name="site">The site.</param>
    /// <param name="since">When the row was filed, which is when the site was looked at last: hours changed meanwhile may have moved what was due.</param>
    public async Task LookAsync(string site, DateTimeOffset since, CancellationToken cancellation)
    {
        var (now, people) = (time.GetUtcNow(), await directory.GetAsync(cancellation));
        if (people.FindSite(site) is null)
        {
            return;
        }

        var records = (await table.ReadAsync(people.Organisation.Id, site, ChinaTime.Date(since).AddDays(-DutyRules.DaysListed), cancellation)).ToDictionary(stored => stored.Record.Id);
        foreach (var task in Due(people, site, since, now, records))
        {
            await TellAsync(people, site, task, records.GetValueOrDefault(task.Id), now, cancellation);
        }

        // The next row is there before this one goes.
        if (desk.PackOf(people, site, now) is { } pack)
        {
            await AskAsync(site, pack, now, cancellation);
        }
    }

    private async Task AskAsync(string site, PolicyPack pack, DateTimeOffset now, CancellationToken cancellation)
    {
        var midnight = ChinaTime.At(ChinaTime.Date(now).AddDays(1), TimeSpan.Zero);
        var next = DutyBook.Due(pack, now, midnight).Select(task => task.DueAt).Append(midnight).Min();
        // At the due instant itself a duty is in time (COM-TIME-09).
        await due.FileAsync(next.AddSeconds(1), DueItem.Duties, site, cancellation);
        filed[site] = (pack.Reference, next);
    }

    /// <summary>Each day by the handbook in force on it, and what events brought about.</summary>
    private IEnumerable<DutyTask> Due(DirectorySnapshot people, string site, DateTimeOffset from, DateTimeOffset until, Dictionary<string, StoredDuty> records)
    {
        HashSet<string> seen = [];
        for (var day = ChinaTime.Date(from); day <= ChinaTime.Date(until); day = day.AddDays(1))
        {
            var (dawn, night) = (ChinaTime.At(day, TimeSpan.Zero), ChinaTime.At(day.AddDays(1), TimeSpan.Zero));
            var tasks = desk.PackOf(people, site, dawn) is { } pack ? DutyBook.Due(pack, dawn > from ? dawn : from, night < until ? night : until) : [];
            foreach (var task in tasks.Where(task => seen.Add(task.Id)))
            {
                yield return records.GetValueOrDefault(task.Id)?.Record.Task(task.Rule) ?? task;
            }
        }

        foreach (var record in records.Values.Select(stored => stored.Record).Where(record => record.OpenedBy is not null && record.DueAt > from && record.DueAt <= until))
        {
            if (seen.Add(record.Id) && desk.Find(people, site, record) is { } task)
            {
                yield return task;
            }
        }
    }

    /// <summary>The role the handbook names; where nobody at the site holds it, the first one of its ladder.</summary>
    private IReadOnlyList<string> Superiors(DirectorySnapshot people, string site, DutyTask task)
    {
        var day = ChinaTime.Date(task.DueAt.AddTicks(-1));
        return DutyPeople.Holders(people, site, task.Rule.OnOverdue, day) is { Count: > 0 } named
            ? named
            : DutyPeople.Holders(people, site, desk.PackOf(people, site, task.DueAt)!.FirstRole, day);
    }

    /// <summary>People first and the record after them: inboxes are keyed by the duty, so a crash in between tells nobody twice.</summary>
    private async Task TellAsync(DirectorySnapshot people, string site, DutyTask task, StoredDuty? stored, DateTimeOffset now, CancellationToken cancellation)
    {
        while (DutyRules.IsToBeTold(task, stored?.Record, now))
        {
            foreach (var person in Superiors(people, site, task))
            {
                var entry = new InboxEntry(
                    $"{NoticeKinds.DutyOverdue}-{site}-{task.Id}", person, CaseId: null, Sequence: 0, NoticeKinds.DutyOverdue, task.DueAt, DeadlineId: null, Count: 1, site);
                await inbox.AddAsync(people.Organisation.Id, entry with { Details = task.Rule.Id }, cancellation);
            }

            var record = (stored?.Record ?? DutyRecord.Of(task)) with { Told = true };
            if (await table.ReplaceAsync(people.Organisation.Id, site, stored, new StoredDuty(record, null, null, null, default), cancellation))
            {
                return;
            }

            stored = await table.FindAsync(people.Organisation.Id, site, task.Id, cancellation);
        }
    }
}
