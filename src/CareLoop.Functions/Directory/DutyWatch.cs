using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Time;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Looks after what people may forget: shifts that ended without a word about open cases (COM-HO-01), handovers nobody accepts (COM-HO-03),
/// absences that begin, people who left. Everything is worked out from rotas and records, so a late or repeated run does the same.
/// </summary>
public sealed class DutyWatch(
    StaffDirectory directory, HandoverTable table, Handovers handovers, DutyNotices notices, SettledTurns settled, TimeProvider time)
{
    /// <summary>How far back it looks, so that a night of downtime is caught up with.</summary>
    private static readonly TimeSpan Lookback = TimeSpan.FromHours(26);

    [Function(nameof(DutyWatch))]
    public async Task Run([TimerTrigger("%DutyWatchSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        var now = time.GetUtcNow();
        settled.Forget(now - Lookback);
        foreach (var site in people.Sites)
        {
            await StartAbsencesAsync(people, site.Id, now, cancellation);
            await FindUnwrittenAsync(people, site.Id, now, cancellation);
            await FollowRecordsAsync(people, site.Id, now, client, cancellation);
            await FindLeaversAsync(people, site.Id, now, cancellation);
        }
    }

    private async Task StartAbsencesAsync(DirectorySnapshot people, string site, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var absence in people.Absences.Where(absence => absence.Covers(now) && people.FindStaff(absence.Staff)?.Sites.Contains(site) == true))
        {
            if (people.DeputyOf(absence.Staff, site, now) is { } deputy)
            {
                await handovers.StartAsync(people.Organisation.Id, HandoverDrafts.ForAbsence(absence, site, deputy.Id), cancellation);
            }
        }
    }

    private async Task FindUnwrittenAsync(DirectorySnapshot people, string site, DateTimeOffset now, CancellationToken cancellation)
    {
        var present = Roster.At(people, site, now).Select(duty => duty.Person.Id).ToHashSet();
        foreach (var duty in Roster.Ending(people, site, now - Lookback, now).Where(duty => !present.Contains(duty.Person.Id)))
        {
            var id = HandoverRules.IdOf(HandoverKind.Shift, duty.Person.Id, duty.Shift.Id, duty.Span.EndsAt);
            if (settled.Contains(id))
            {
                continue;
            }

            // What came in after the record was written has no word in it either.
            var explained = (await table.FindAsync(people.Organisation.Id, site, id, cancellation))?.Handover.Items.Select(item => item.CaseId).ToHashSet() ?? [];
            var open = await handovers.LeftBehindAsync(people.Organisation.Id, site, duty.Person.Id, HandoverKind.Shift, cancellation);
            var left = open.Count(row => row.ReceivedAt < duty.Span.EndsAt && !explained.Contains(row.CaseId));
            if (left > 0)
            {
                await notices.OverdueAsync(people.Organisation.Id, site, DutyTexts.WritingOverdue, id, duty.Span.EndsAt, left, cancellation);
            }

            settled.Add(id, duty.Span.EndsAt);
        }
    }

    private async Task FollowRecordsAsync(DirectorySnapshot people, string site, DateTimeOffset now, DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (var stored in await table.ReadAsync(people.Organisation.Id, site, HandoverRules.DayText(now - (3 * Lookback)), cancellation))
        {
            var handover = stored.Handover;
            if (handover is { Status: HandoverStatus.Accepted, IsApplied: false, AcceptedBy: { } acceptor } && people.FindStaff(acceptor) is { } person)
            {
                var actor = new Actor(ActorKind.Staff, person.Id, [.. person.Roles]);
                await handovers.ApplyAsync(people.Organisation.Id, stored, actor, client, cancellation);
            }
            else if (HandoverRules.IsLateToAccept(handover, now) && !handover.Items.IsEmpty)
            {
                await notices.OverdueAsync(
                    people.Organisation.Id, site, DutyTexts.AcceptingOverdue, handover.Id, handover.AcceptBy, handover.Items.Length, cancellation);
            }
        }
    }

    private async Task FindLeaversAsync(DirectorySnapshot people, string site, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = ChinaTime.Date(now);
        foreach (var person in people.Staff.Where(person => person.Sites.Contains(site) && !person.IsHereOn(today)))
        {
            var open = await handovers.LeftBehindAsync(people.Organisation.Id, site, person.Id, HandoverKind.Leaving, cancellation);
            if (open.Count > 0)
            {
                // Once a day, until it is done.
                var subject = string.Create(CultureInfo.InvariantCulture, $"{today:yyyyMMdd}-{person.Id}");
                await notices.OverdueAsync(
                    people.Organisation.Id, site, DutyTexts.LeftWithoutOwner, subject, ChinaTime.At(today, TimeSpan.Zero), open.Count, cancellation);
            }
        }
    }
}
