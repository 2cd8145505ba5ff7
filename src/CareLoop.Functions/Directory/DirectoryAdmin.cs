using System.Collections.Immutable;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Directory;

/// <summary>Changes entries on behalf of managers: who may, whether it fits, whether it would leave a case without an owner, and under which version.</summary>
public sealed class DirectoryAdmin(
    DirectoryTable table, StaffDirectory directory, Handovers handovers, PackLibrary handbooks, TimeProvider time)
{
    private const int CasesShown = 20;

    /// <summary>One page of a kind: entries of the caller's sites and of the whole organisation.</summary>
    internal async Task<(IReadOnlyList<DirectoryRow> Rows, string? Continuation)> ListAsync(
        Caller caller, DirectoryForm form, string? continuation, int size, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        var (rows, next) = await table.ReadPageAsync(caller.Organisation, form.Kind, continuation, size, cancellation);
        return ([.. rows.Where(row => !row.IsDeleted && DirectoryAuthority.MaySee(caller, form, form.Parse(row), people))], next);
    }

    /// <exception cref="ApiProblem">No such entry at the caller's sites.</exception>
    internal async Task<DirectoryRow> FindAsync(Caller caller, DirectoryForm form, string id, CancellationToken cancellation) =>
        await table.FindAsync(caller.Organisation, form.Kind, id, cancellation) is { IsDeleted: false } row
            && DirectoryAuthority.MaySee(caller, form, form.Parse(row), await directory.GetAsync(cancellation))
            ? row
            : throw new ApiProblem(ProblemKind.NotFound);

    /// <summary>Adds or replaces an entry.</summary>
    /// <param name="expected">The version the caller saw (If-Match); null for none, which only suits a new entry.</param>
    /// <exception cref="ApiProblem">Not permitted, mistakes in the entry, cases that would lose their owner, or another version.</exception>
    internal async Task<(DirectoryRow Row, bool IsNew)> PutAsync(
        Caller caller, DirectoryForm form, string id, FieldReader body, EntryExpectation expected, CancellationToken cancellation)
    {
        var people = await CurrentAsync(cancellation);
        var stored = await table.FindAsync(caller.Organisation, form.Kind, id, cancellation);
        var present = stored is { IsDeleted: false } ? form.Parse(stored) : null;
        var entry = form.Read(id, body);
        if (body.Text("id", required: false, id.Length + 1) is { } named && named != id)
        {
            body.Add("id", new("与地址中的编号不同。", "Differs from the id in the address."));
        }

        body.ThrowIfInvalid();
        DirectoryAuthority.RequireManager(caller, form, people, [entry, .. present is null ? (IDirectoryEntry[])[] : [present]]);
        expected.Check(present is null ? null : stored!.Version);
        var after = people.With(entry);
        foreach (var fault in new EntryCheck(after, RolesOf).Of(entry))
        {
            body.Add(fault.Field, fault.Detail);
        }

        body.ThrowIfInvalid();
        await RefuseOrphansAsync(caller.Organisation, present, entry, after, cancellation);
        var row = new DirectoryRow(form.Kind, id, DirectoryRow.Write(entry), (stored?.Version ?? 0) + 1, IsSeed: false, IsDeleted: false);
        await ReplaceAsync(caller.Organisation, stored, row, cancellation);
        if (entry is Absence absence)
        {
            await StartHandoverAsync(caller.Organisation, absence, after, cancellation);
        }

        return (row, present is null);
    }

    /// <summary>Deletes an entry; a mark stays, so that the file does not bring it back.</summary>
    /// <exception cref="ApiProblem">Not permitted, still in use, cases that would lose their owner, or another version.</exception>
    internal async Task DeleteAsync(Caller caller, DirectoryForm form, string id, EntryExpectation expected, CancellationToken cancellation)
    {
        var people = await CurrentAsync(cancellation);
        var row = await FindAsync(caller, form, id, cancellation);
        var entry = form.Parse(row);
        DirectoryAuthority.RequireManager(caller, form, people, [entry]);
        expected.Check(row.Version);
        if (new EntryCheck(people, RolesOf).UsersOf(entry) is { Count: > 0 } users)
        {
            throw new ApiProblem(ProblemKind.EntryInUse) { Allowed = [.. users] };
        }

        await RefuseOrphansAsync(caller.Organisation, entry, after: null, people, cancellation);
        await ReplaceAsync(caller.Organisation, row, row with { Version = row.Version + 1, IsSeed = false, IsDeleted = true }, cancellation);
    }

    /// <summary>A change is checked against the directory as it is now, not as it was a minute ago.</summary>
    private Task<DirectorySnapshot> CurrentAsync(CancellationToken cancellation)
    {
        directory.Forget();
        return directory.GetAsync(cancellation);
    }

    private async Task ReplaceAsync(string organisation, DirectoryRow? before, DirectoryRow after, CancellationToken cancellation)
    {
        if (!await table.ReplaceAsync(organisation, before, after, cancellation))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }

        directory.Forget();
    }

    private IReadOnlyCollection<string>? RolesOf(Site site) =>
        handbooks.Packs.Any(pack => pack.Reference.Id == site.Pack && pack.Reference.Profile == site.Profile)
            ? [.. handbooks.InForce(site.Pack, site.Profile, time.GetUtcNow()).Roles.Select(role => role.Id)]
            : null;

    /// <summary>Refuses what would leave an open case without somebody who answers for it.</summary>
    private async Task RefuseOrphansAsync(
        string organisation, IDirectoryEntry? before, IDirectoryEntry? after, DirectorySnapshot people, CancellationToken cancellation)
    {
        if (before is StaffMember person)
        {
            var gone = StaffChange.IsGone(after as StaffMember, time.GetUtcNow());
            foreach (var site in StaffChange.SitesGivenUp(person, after as StaffMember, (role, site) => Handles(people, role, site)))
            {
                await RefuseLeavingAsync(organisation, site, person.Id, gone, cancellation);
            }
        }
        else if (after is Absence absence)
        {
            foreach (var site in people.FindStaff(absence.Staff)?.Sites ?? [])
            {
                await RefuseAbsenceAsync(organisation, site, absence, people, cancellation);
            }
        }
    }

    private bool Handles(DirectorySnapshot people, string role, string site) =>
        people.FindSite(site) is { } found && handbooks.InForce(found.Pack, found.Profile, time.GetUtcNow()).RolesThat(Right.Handle).Contains(role);

    /// <summary>Whoever leaves hands over first; who leaves later may also have a handover that waits for acceptance.</summary>
    private async Task RefuseLeavingAsync(string organisation, string site, string person, bool gone, CancellationToken cancellation)
    {
        var open = await handovers.LeftBehindAsync(organisation, site, person, HandoverKind.Leaving, cancellation);
        var offered = gone ? [] : await handovers.OfferedByLeaverAsync(organisation, site, person, cancellation);
        var care = await handovers.CareLeftBehindAsync(organisation, site, person, cancellation);
        var isOffered = !gone && await handovers.IsOfferedByLeaverAsync(organisation, site, person, cancellation);
        var subjects = isOffered ? [] : await handovers.SubjectsLeftBehindAsync(organisation, site, person, cancellation);
        Refuse([.. open.Select(row => row.CaseId).Concat(care.Select(row => row.Id)).Except(offered), .. subjects.Select(subject => subject.Id)], "leftOn", new(
            "此人仍负责未结工单、关怀任务或客户:请先以“离岗”交班给接替人并由其接受。",
            "This person still answers for open cases, care tasks or customers: hand them over as leaving, and let the successor accept."));
    }

    private async Task RefuseAbsenceAsync(string organisation, string site, Absence absence, DirectorySnapshot people, CancellationToken cancellation)
    {
        if (people.DeputyOf(absence.Staff, site, absence.From) is null)
        {
            var open = await handovers.LeftBehindAsync(organisation, site, absence.Staff, HandoverKind.Absence, cancellation);
            Refuse([.. open.Select(row => row.CaseId)], "deputy", new(
                "此人有未结工单而无人代班:请指定届时在岗的代班人,或先交班。", "This person has open cases and nobody stands in: name a deputy who is there then, or hand over first."));
        }
    }

    private static void Refuse(ImmutableArray<string> cases, string field, LocalText remedy)
    {
        if (!cases.IsEmpty)
        {
            throw new ApiProblem(ProblemKind.CasesWithoutOwner) { Allowed = [.. cases.Take(CasesShown)], Errors = [new FieldError(field, remedy)] };
        }
    }

    private async Task StartHandoverAsync(string organisation, Absence absence, DirectorySnapshot people, CancellationToken cancellation)
    {
        // One that begins later is started by the watch, with the cases there are then.
        foreach (var site in absence.Covers(time.GetUtcNow()) ? people.FindStaff(absence.Staff)?.Sites ?? [] : [])
        {
            if (people.DeputyOf(absence.Staff, site, time.GetUtcNow()) is { } deputy)
            {
                await handovers.StartAsync(organisation, HandoverDrafts.ForAbsence(absence, site, deputy.Id), cancellation);
            }
        }
    }
}
