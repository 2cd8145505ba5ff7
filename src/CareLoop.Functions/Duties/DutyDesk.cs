using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Duties;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Duties;

/// <summary>A duty with its record, if there is one, and the people it stands with.</summary>
public sealed record DutyEntry(DutyTask Task, StoredDuty? Stored, IReadOnlyList<string> People);

/// <summary>
/// The duties of a site. They follow from the handbook and the calendar, so nothing is written when one opens; a record is written when
/// somebody has done it, when it was missed, or when an event brought it about.
/// </summary>
public sealed class DutyDesk(DutyTable table, DueTable due, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    /// <summary>What is to be done at a site on a day, and what was missed in the month before and still is to be done; one query.</summary>
    public async Task<IReadOnlyList<DutyEntry>> OfDayAsync(string site, DateOnly day, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        if (PackOf(people, site, ChinaTime.At(day, TimeSpan.Zero)) is not { } pack)
        {
            return [];
        }

        var (dawn, night) = (ChinaTime.At(day, TimeSpan.Zero), ChinaTime.At(day.AddDays(1), TimeSpan.Zero).AddTicks(-1));
        var records = await table.ReadAsync(people.Organisation.Id, site, day.AddDays(-DutyRules.DaysListed), cancellation);
        var ofCalendar = DutyBook.Between(pack, dawn.AddTicks(1), night);
        var known = ofCalendar.Select(task => task.Id).ToHashSet();
        var others = records.Where(stored => !known.Contains(stored.Record.Id) && stored.Record.OpensAt <= night && IsStillThere(stored.Record, dawn));
        IEnumerable<(DutyTask Task, StoredDuty? Stored)> all =
        [
            .. ofCalendar.Select(task => records.FirstOrDefault(stored => stored.Record.Id == task.Id) is { } stored ? (stored.Record.Task(task.Rule), stored) : (task, null)),
            .. others.Select(stored => (Task: Find(people, site, stored.Record), Stored: stored)).Where(item => item.Task is not null).Select(item => (item.Task!, (StoredDuty?)item.Stored)),
        ];
        return [.. all.OrderBy(item => item.Task.DueAt).ThenBy(item => item.Task.Id, StringComparer.Ordinal).Select(item => new DutyEntry(item.Task, item.Stored, DutyPeople.Of(people, site, item.Task, day)))];
    }

    /// <summary>One duty by its id; null when the handbook has none and no event brought it about.</summary>
    public async Task<DutyEntry?> FindAsync(string site, string id, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        var now = time.GetUtcNow();
        var stored = await table.FindAsync(people.Organisation.Id, site, id, cancellation);
        var task = stored is null ? OfCalendar(people, site, id, now) : Find(people, site, stored.Record);
        return task is null ? null : new DutyEntry(task, stored, DutyPeople.Of(people, site, task, ChinaTime.Date(now)));
    }

    /// <summary>Records what somebody did; false when somebody else has written in between.</summary>
    public Task<bool> DoneAsync(string organisation, string site, DutyEntry entry, string person, string? text, long? figure, CancellationToken cancellation)
    {
        var record = (entry.Stored?.Record ?? DutyRecord.Of(entry.Task)) with { DoneBy = person, DoneAt = time.GetUtcNow(), Figure = figure };
        return table.ReplaceAsync(organisation, site, entry.Stored, new StoredDuty(record, Event: null, text, BodyHash: null, default), cancellation);
    }

    /// <summary>A duty that an event brought about; the same request again finds what it brought about before.</summary>
    public async Task<StoredDuty> OpenAsync(
        string organisation, string site, DutyTask task, string mark, string person, string what, string bodyHash, CancellationToken cancellation)
    {
        // The day of the id follows from the instant of the first request: a repetition the next morning has to look for it.
        var earlier = await table.ReadAsync(organisation, site, ChinaTime.Date(task.OpensAt).AddDays(-DutyRules.DaysListed), cancellation);
        if (earlier.FirstOrDefault(stored => stored.Record.OpenedBy is not null && stored.Record.Id.EndsWith($"-{mark}", StringComparison.Ordinal)) is { } before)
        {
            return before;
        }

        await due.FileAsync(task.DueAt, DueItem.Duties, site, cancellation);
        var opened = new StoredDuty(DutyRecord.Of(task) with { OpenedBy = person }, what, Text: null, bodyHash, default);
        await table.ReplaceAsync(organisation, site, before: null, opened, cancellation);
        return await table.FindAsync(organisation, site, task.Id, cancellation) ?? throw new InvalidOperationException($"Duty {task.Id} was written and is not there.");
    }

    /// <summary>The handbook of a site at an instant; null before the first one.</summary>
    public PolicyPack? PackOf(DirectorySnapshot people, string site, DateTimeOffset at) =>
        people.FindSite(site) is { } found ? handbooks.FindInForce(found.Pack, found.Profile, at, people.Organisation.Id) : null;

    /// <summary>The duty a record is about, in the words of the handbook of its day.</summary>
    public DutyTask? Find(DirectorySnapshot people, string site, DutyRecord record) =>
        PackOf(people, site, record.DueAt < time.GetUtcNow() ? record.DueAt : time.GetUtcNow()) is { } pack && DutyBook.Find(pack, record.Duty) is { } rule ? record.Task(rule) : null;

    private DutyTask? OfCalendar(DirectorySnapshot people, string site, string id, DateTimeOffset now)
    {
        if (id.Length < 10 || !DateOnly.TryParseExact(id[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day < ChinaTime.Date(now).AddYears(-1) || day > ChinaTime.Date(now).AddYears(1))
        {
            return null;
        }

        var around = ChinaTime.At(day, TimeSpan.Zero);
        var pack = PackOf(people, site, around < now ? around : now);
        return pack is null ? null : DutyBook.Between(pack, around.AddDays(-DutyRules.DaysListed), around.AddDays(DutyRules.DaysListed)).FirstOrDefault(task => task.Id == id);
    }

    // What was done is of the days of its window; what was missed stays until it is made up for.
    private static bool IsStillThere(DutyRecord record, DateTimeOffset dawn) => record.DueAt >= dawn || record.DoneAt is not { } done || done >= dawn;
}
