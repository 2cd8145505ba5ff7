using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Notifications;

namespace CareLoop.Functions.Directory;

/// <summary>Tells people about handovers and exchanges of shifts. Entries are keyed by the turn they are about, so telling twice is telling once.</summary>
public sealed class DutyNotices(InboxTable inbox, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    /// <summary>Work waits to be taken over: to whoever is to do so, and to the supervisors of the site.</summary>
    public async Task OpenedAsync(string organisation, Handover handover, CancellationToken cancellation)
    {
        // Whoever leaves may hand over customers only, of whom nobody has asked anything yet.
        if (handover is { Items.IsEmpty: true, Kind: not HandoverKind.Leaving })
        {
            return;
        }

        var people = await directory.GetAsync(cancellation);
        var incoming = handover.To is { } to
            ? [to]
            : Roster.At(people, handover.Site, handover.AcceptBy - HandoverRules.TimeToAccept)
                .Where(duty => !duty.Shift.OnCall && duty.Person.Id != handover.From)
                .Select(duty => duty.Person.Id);
        var at = handover.WrittenAt ?? time.GetUtcNow();
        await TellAsync(
            organisation, incoming.Concat(Supervisors(people, handover.Site, at)), $"{DutyTexts.HandoverOpen}-{handover.Id}", DutyTexts.HandoverOpen, at,
            handover.Items.Length, cancellation);
    }

    /// <summary>A handover is late, to be written or to be accepted: to the supervisors of the site.</summary>
    public async Task OverdueAsync(string organisation, string site, string kind, string subject, DateTimeOffset since, int count, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        await TellAsync(organisation, Supervisors(people, site, since), $"{kind}-{subject}", kind, since, count, cancellation);
    }

    /// <summary>Somebody is asked to work a colleague's turn.</summary>
    public Task SwapAskedAsync(string organisation, ShiftSwap swap, CancellationToken cancellation)
    {
        var last = swap.Requests[^1];
        return TellAsync(organisation, [last.Partner], $"{DutyTexts.SwapAsked}-{swap.Id}", DutyTexts.SwapAsked, last.AskedAt, count: 1, cancellation);
    }

    /// <summary>The colleague has answered: to whoever asked, and to the supervisors of the site.</summary>
    public async Task SwapAnsweredAsync(string organisation, string site, ShiftSwap swap, CancellationToken cancellation)
    {
        var last = swap.Requests[^1];
        var (kind, at) = (last.Agreed == true ? DutyTexts.SwapAgreed : DutyTexts.SwapRefused, last.AnsweredAt!.Value);
        var supervisors = Supervisors(await directory.GetAsync(cancellation), site, at);
        await TellAsync(organisation, [swap.Asker, .. supervisors], $"{kind}-{swap.Id}", kind, at, count: 1, cancellation);
    }

    /// <summary>L1 of the site's handbook.</summary>
    private IEnumerable<string> Supervisors(DirectorySnapshot people, string site, DateTimeOffset at) =>
        people.FindSite(site) is { } found
            ? people.Holders(site, handbooks.InForce(found.Pack, found.Profile, at).FirstRole)
                .Where(person => person.IsHereOn(ChinaTime.Date(at)))
                .Select(person => person.Id)
            : [];

    private async Task TellAsync(
        string organisation, IEnumerable<string> recipients, string id, string kind, DateTimeOffset at, int count, CancellationToken cancellation)
    {
        foreach (var recipient in recipients.Distinct())
        {
            await inbox.AddAsync(
                organisation, new InboxEntry(id, recipient, CaseId: null, Sequence: 0, kind, at, DeadlineId: null, count), cancellation);
        }
    }
}
