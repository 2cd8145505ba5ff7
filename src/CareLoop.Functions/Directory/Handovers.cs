using System.Collections.Immutable;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Care;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Writes and accepts handovers. The record comes first, under its ETag, and fixes who and when; then every case of it is told.
/// A crash in between leaves a record that is not applied, and the watch tells the cases again.
/// </summary>
public sealed class Handovers(
    HandoverTable table, CaseIndex index, CaseTable cases, CustomerTable customers, ContentTable contents, CaseErrands errands,
    CareIndex care, CareRounds rounds, SubjectTable subjects, DutyNotices notices, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    /// <summary>How long a leaver's offer counts as being on its way.</summary>
    private static readonly TimeSpan OfferStands = TimeSpan.FromDays(31);

    /// <summary>Open cases a person leaves behind at a site.</summary>
    public async Task<IReadOnlyList<IndexedCase>> LeftBehindAsync(
        string organisation, string site, string person, HandoverKind kind, CancellationToken cancellation)
    {
        List<IndexedCase> left = [];
        await foreach (var row in index.ReadAsync(CaseIndex.OfPerson(organisation, person), cancellation))
        {
            // A leaver's own cases need an owner, also where somebody else is on duty for them at the moment.
            if (row.Site == site && (row.ActingPerson == person || (kind == HandoverKind.Leaving && row.Owner == person)))
            {
                left.Add(row);
            }
        }

        return left;
    }

    /// <summary>Open care tasks a person leaves behind at a site.</summary>
    public async Task<IReadOnlyList<IndexedCare>> CareLeftBehindAsync(string organisation, string site, string person, CancellationToken cancellation)
    {
        List<IndexedCare> left = [];
        await foreach (var row in care.ReadAsync(CareIndex.Open(organisation, site), dueBefore: null, cancellation))
        {
            if (row.Caller == person)
            {
                left.Add(row);
            }
        }

        return left;
    }

    /// <summary>Customers' subjects of a site that name a person as the one who looks after them.</summary>
    public async Task<IReadOnlyList<CustomerSubject>> SubjectsLeftBehindAsync(string organisation, string site, string person, CancellationToken cancellation)
    {
        List<CustomerSubject> left = [];
        await foreach (var subject in subjects.OfAgentAsync(organisation, site, person, cancellation))
        {
            left.Add(subject);
        }

        return left;
    }

    /// <summary>Whether a leaver's handover waits for its acceptance.</summary>
    public async Task<bool> IsOfferedByLeaverAsync(string organisation, string site, string person, CancellationToken cancellation) =>
        (await LeavingAsync(organisation, site, person, cancellation)).Any();

    /// <summary>Writes the record; every open case needs an explanation (COM-HO-02).</summary>
    /// <param name="draft">Kind, people and times; items come from the worklist.</param>
    /// <param name="texts">Explanations by case number.</param>
    /// <param name="writer">Who writes it.</param>
    /// <exception cref="ApiProblem">Cases without explanation, explanations without case, or a record that is accepted already.</exception>
    public async Task<Handover> WriteAsync(
        string organisation, Handover draft, IReadOnlyDictionary<string, string> texts, Actor writer, DurableTaskClient client, CancellationToken cancellation)
    {
        RequireRight(draft, await directory.GetAsync(cancellation), writer);
        var open = await LeftBehindAsync(organisation, draft.Site, draft.From, draft.Kind, cancellation);
        if (HandoverRules.Unexplained(open.Select(row => row.CaseId), [.. texts.Keys]) is { IsEmpty: false } unexplained)
        {
            throw new ApiProblem(ProblemKind.CasesUnexplained) { Allowed = unexplained, RuleId = HandoverRules.WritingRule };
        }

        var before = await table.FindAsync(organisation, draft.Site, draft.Id, cancellation);
        if (before is { Handover.Status: HandoverStatus.Accepted })
        {
            throw new ApiProblem(ProblemKind.HandoverClosed) { RuleId = HandoverRules.AcceptingRule };
        }

        var items = await Task.WhenAll(open.Select(row => ItemAsync(organisation, draft, row, texts[row.CaseId], cancellation)));
        var written = draft with { Status = HandoverStatus.HandedOver, Items = [.. items], CareTasks = await CareOfAsync(organisation, draft, cancellation), WrittenAt = before?.Handover.WrittenAt ?? time.GetUtcNow() };
        await SaveAsync(organisation, before, written, acceptanceText: null, cancellation);
        foreach (var item in written.Items)
        {
            if (HandoverRules.WhenWritten(written, item) is { } command)
            {
                await errands.GiveAsync(
                    $"{written.Id}/offer/{written.To}", item.CaseId, writer, written.WrittenAt!.Value, command, item.ContentId, client, cancellation);
            }
        }

        await notices.OpenedAsync(organisation, written, cancellation);
        return written;
    }

    /// <summary>Starts the handover of somebody who will be away, without explanations: the deputy sees it and accepts.</summary>
    public async Task StartAsync(string organisation, Handover draft, CancellationToken cancellation)
    {
        var open = await LeftBehindAsync(organisation, draft.Site, draft.From, draft.Kind, cancellation);
        var contacts = await CareOfAsync(organisation, draft, cancellation);
        if ((open.Count == 0 && contacts.IsEmpty) || await table.FindAsync(organisation, draft.Site, draft.Id, cancellation) is not null)
        {
            return;
        }

        var started = draft with { Items = [.. open.Select(row => new HandoverItem(row.CaseId, row.Owner == draft.From, ContentId: null, row.NextDueAt))], CareTasks = contacts };
        if (await table.ReplaceAsync(organisation, before: null, started, acceptanceText: null, cancellation))
        {
            await notices.OpenedAsync(organisation, started, cancellation);
        }
    }

    /// <summary>Cases and care tasks a leaver has handed out and nobody has accepted yet.</summary>
    public async Task<IReadOnlyList<string>> OfferedByLeaverAsync(string organisation, string site, string person, CancellationToken cancellation)
    {
        return [.. (await LeavingAsync(organisation, site, person, cancellation)).SelectMany(record => record.Items.Select(item => item.CaseId).Concat(record.CareTasks))];
    }

    /// <summary>Takes over every case of the record. Doing it twice changes nothing more.</summary>
    /// <exception cref="ApiProblem">No such record, or not for this person.</exception>
    public async Task AcceptAsync(
        string organisation, string site, string id, Actor by, string text, DurableTaskClient client, CancellationToken cancellation)
    {
        var stored = await table.FindAsync(organisation, site, id, cancellation) ?? throw new ApiProblem(ProblemKind.NotFound);
        var now = time.GetUtcNow();
        var people = await directory.GetAsync(cancellation);
        RequireRight(stored.Handover, people, by);
        if (HandoverRules.Refuse(stored.Handover, people, by.Id, now) is { } refusal)
        {
            throw HandoverProblems.Of(refusal, stored.Handover);
        }

        if (stored.Handover.Status != HandoverStatus.Accepted)
        {
            var accepted = stored.Handover with { Status = HandoverStatus.Accepted, AcceptedBy = by.Id, AcceptedAt = now };
            await SaveAsync(organisation, stored, accepted, text, cancellation);
            stored = await table.FindAsync(organisation, site, id, cancellation) ?? throw new ApiProblem(ProblemKind.NotFound);
        }

        await ApplyAsync(organisation, stored, by, client, cancellation);
    }

    /// <summary>Tells every case who accepted, and of a leaver's every subject. Cases that were closed in the meantime refuse, which is right.</summary>
    public async Task ApplyAsync(string organisation, StoredHandover stored, Actor by, DurableTaskClient client, CancellationToken cancellation)
    {
        var accepted = stored.Handover;
        if (accepted.IsApplied)
        {
            return;
        }

        foreach (var item in accepted.Items)
        {
            await errands.GiveAsync(
                $"{accepted.Id}/accept", item.CaseId, by, accepted.AcceptedAt!.Value, HandoverRules.WhenAccepted(accepted, item), item.ContentId, client, cancellation);
        }

        foreach (var task in accepted.CareTasks)
        {
            // A task that was finished in the meantime, or given to somebody else, refuses, which is right.
            var once = new CareOutcome(CommandIds.Of("handover", $"{accepted.Id}\n{task}"), accepted.Id);
            await rounds.DoAsync(task, new CareCommand.PassOn(by.Id), by, once, words: null, cancellation);
        }

        if (accepted.Kind == HandoverKind.Leaving)
        {
            // What is planned from now on is planned for the successor.
            foreach (var subject in await SubjectsLeftBehindAsync(organisation, accepted.Site, accepted.From, cancellation))
            {
                await subjects.PassOnAsync(organisation, subject, accepted.From, by.Id, cancellation);
            }
        }

        // Lost to another who applied it just now: the same commands were given, so nothing is missing.
        await table.ReplaceAsync(organisation, stored, accepted with { IsApplied = true }, acceptanceText: null, cancellation);
    }

    private async Task<IEnumerable<Handover>> LeavingAsync(string organisation, string site, string person, CancellationToken cancellation) =>
        (await table.ReadAsync(organisation, site, HandoverRules.DayText(time.GetUtcNow() - OfferStands), cancellation))
            .Select(record => record.Handover)
            .Where(record => record is { Kind: HandoverKind.Leaving, Status: HandoverStatus.HandedOver } && record.From == person);

    private async Task<ImmutableArray<string>> CareOfAsync(string organisation, Handover draft, CancellationToken cancellation) =>
        [.. (await CareLeftBehindAsync(organisation, draft.Site, draft.From, cancellation)).Where(row => HandoverRules.Passes(draft, row.Status, row.DueAt)).Select(row => row.Id)];

    private void RequireRight(Handover handover, DirectorySnapshot people, Actor actor)
    {
        var site = people.FindSite(handover.Site) ?? throw new ApiProblem(ProblemKind.NotFound);
        var (pack, right) = (handbooks.InForce(site.Pack, site.Profile, time.GetUtcNow()), HandoverRules.NeededRight(handover));
        if (!pack.May(actor, right))
        {
            throw new ApiProblem(ProblemKind.NotPermitted) { Allowed = pack.RolesThat(right), RuleId = HandoverRules.AcceptingRule };
        }
    }

    private async Task<HandoverItem> ItemAsync(string organisation, Handover draft, IndexedCase row, string text, CancellationToken cancellation)
    {
        var state = (await cases.FindAsync(row.CaseId, cancellation) ?? throw new InvalidOperationException($"Case {row.CaseId} is listed but not stored.")).State;
        string? contentId = null;
        if (await customers.FindAsync(organisation, state.CustomerKey, cancellation) is { } customer)
        {
            contentId = CommandIds.Of("handover", $"{draft.Id}\n{row.CaseId}\n{text}");
            await contents.AddAsync(customer, contentId, new Dictionary<string, string> { ["text"] = text }, cancellation);
        }

        return new HandoverItem(row.CaseId, state.Owner == draft.From, contentId, state.NextDueAt);
    }

    private async Task SaveAsync(string organisation, StoredHandover? before, Handover after, string? acceptanceText, CancellationToken cancellation)
    {
        if (!await table.ReplaceAsync(organisation, before, after, acceptanceText, cancellation))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }
    }
}
