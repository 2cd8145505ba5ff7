using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Duties;
using CareLoop.Domain.FollowUps;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Duties;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.FollowUps;

/// <summary>
/// Tells every person once a day what is due, overdue, taken over, whom to ask, and how many duties there are. A row in table <c>due</c> asks for it each morning, so a
/// morning missed is made up for when the host is back, once; the inbox entry is keyed by person and day, so a run that dies and is
/// repeated tells nobody twice.
/// </summary>
public sealed class DailyReminders(StaffDirectory directory, CaseIndex cases, CareIndex care, DutyDesk duties, InboxTable inbox, DueTable due, TimeProvider time)
{
    internal const string Kind = "reminders.today";

    private DateTimeOffset? filed;

    /// <summary>Asks for the next morning's reminders; asking again changes nothing.</summary>
    public async Task AskAsync(CancellationToken cancellation)
    {
        var next = FollowUpDay.NextReminder(time.GetUtcNow());
        if (filed != next)
        {
            await due.FileAsync(next, DueItem.Reminders, Kind, cancellation);
            filed = next;
        }
    }

    /// <summary>Tells everybody about today, whatever morning asked for it.</summary>
    public async Task TellAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var people = await directory.GetAsync(cancellation);
        Dictionary<string, DayFigures> figures = [];
        void Add(string? person, DayFigures more)
        {
            if (person is not null && more.Total > 0)
            {
                figures[person] = figures.GetValueOrDefault(person) + more;
            }
        }

        var tomorrow = FollowUpDay.StartOf(FollowUpDay.Of(now).AddDays(1));
        foreach (var site in people.Sites)
        {
            await foreach (var row in cases.ReadAsync(CaseIndex.Open(people.Organisation.Id, site.Id), cancellation))
            {
                Add(row.ActingPerson, Of(row, now));
                Add(IsToAsk(row, now) ? row.FollowUpCaller : null, new(0, 0, 0, 1));
            }

            await foreach (var row in care.ReadAsync(CareIndex.Open(people.Organisation.Id, site.Id), dueBefore: null, cancellation))
            {
                Add(row.Caller, row.Status == FollowUpStatus.Missed ? new(0, 1, 0, 0) : new(0, 0, 0, row.OpensAt < tomorrow ? 1 : 0));
            }

            foreach (var duty in (await duties.OfDayAsync(site.Id, FollowUpDay.Of(now), cancellation)).Where(duty => DutyRules.IsForReminder(duty.Task, duty.Stored?.Record, now, tomorrow)))
            {
                duty.People.ToList().ForEach(person => Add(person, new(0, 0, 0, 0, 1)));
            }
        }

        var day = FollowUpDay.Of(now);
        var id = string.Create(CultureInfo.InvariantCulture, $"{Kind}-{day:yyyyMMdd}");
        foreach (var (person, count) in figures.Where(entry => people.FindStaff(entry.Key)?.IsHereOn(day) == true))
        {
            await inbox.AddAsync(
                people.Organisation.Id,
                new InboxEntry(id, person, CaseId: null, Sequence: 0, Kind, FollowUpDay.StartOf(day), DeadlineId: null, count.Total) { Details = count.Write() },
                cancellation);
        }
    }

    private static DayFigures Of(IndexedCase row, DateTimeOffset now) => new(
        row.NextDueAt is { } dueAt && !row.Overdue && !IsToAsk(row, now) && FollowUpDay.Of(dueAt) == FollowUpDay.Of(now) ? 1 : 0,
        row.Overdue ? 1 : 0,
        row.Handler is not null && row.Handler != row.Owner ? 1 : 0,
        0);

    private static bool IsToAsk(IndexedCase row, DateTimeOffset now) =>
        FollowUpDay.Statuses.Contains(row.Status) && FollowUpDay.IsForToday(row.FollowUpOpensAt, now);
}
