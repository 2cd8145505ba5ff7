using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Intake;

/// <summary>Looks up what the decision on a new case has to know from outside it: who is asked and why, and whether it comes again.</summary>
public sealed class IntakeFacts(StaffDirectory directory, CaseIndex index, SubjectTable subjects)
{
    /// <summary>The facts of one intake. They are recorded with the event, so that looking again later never changes a case.</summary>
    public async Task<CaseFacts> OfAsync(PolicyPack pack, PendingCommand pending, ReceiveCase receive, CancellationToken cancellation)
    {
        var known = pending.Facts ?? new CaseFacts();
        var people = await directory.GetAsync(cancellation);
        var repeated = await RepeatedAsync(pack, pending, receive, cancellation);
        var request = Request(pack, pending, receive, await AreaAsync(receive, cancellation)) with { PreviousOwner = repeated?.Owner };
        var route = CaseRouter.Choose(people, request, await OpenCasesAsync(receive, CaseRouter.Candidates(people, request), cancellation));
        var isOldOwner = route.Reason == RouteReason.PreviousOwner;
        // The decision knows a repetition from the old owner; when that person is gone, the flag is all that is left of it.
        var repetition = repeated is null || isOldOwner ? Suggestion.None : Suggestion.ForRepeated(pack);
        var group = await GroupAsync(pack, pending, receive, cancellation);
        return known with
        {
            FirstAsked = isOldOwner ? null : route.Owner,
            PreviousOwner = isOldOwner ? route.Owner : null,
            OnDutyHandler = route.OnDutyHandler,
            RoutedBy = route.Reason.ToString(),
            SuggestedFlags = [.. (known.SuggestedFlags ?? []).Union(repetition.Flags).Union(group.Flags)],
        };
    }

    /// <summary>Whether the subject of a case was under warranty when it was received; null when nobody recorded one.</summary>
    public async Task<bool?> IsInWarrantyAsync(CaseState state, CancellationToken cancellation) =>
        state.SubjectKey is { } key && await subjects.FindAsync(state.Organisation, state.CustomerKey, key, cancellation) is { Warranties.Count: > 0 } subject
            ? subject.IsUnderWarranty(ChinaTime.Date(state.ReceivedAt))
            : null;

    private static RouteRequest Request(PolicyPack pack, PendingCommand pending, ReceiveCase receive, string? area) => new()
    {
        CaseId = receive.CaseId,
        Site = receive.Site,
        At = pending.AcceptedAt,
        OwnerRole = pack.OwnerRole(receive.Channel),
        HandlingRoles = pack.RolesThat(Right.Handle),
        IsOpen = pack.IsOpen(pending.AcceptedAt),
        Needs = [.. NeedsOf(receive, area)],
        AskedInPerson = pending.Actor.Kind == ActorKind.Staff && pack.Channel(receive.Channel).Attended ? pending.Actor.Id : null,
    };

    private static IEnumerable<string> NeedsOf(ReceiveCase receive, string? area)
    {
        yield return Competence.Of(Competence.Channel, receive.Channel);
        if (receive.Type is { } type)
        {
            yield return Competence.Of(Competence.CaseType, type);
        }

        if (area is not null)
        {
            yield return Competence.Of(Competence.Area, area);
        }
    }

    private async Task<string?> AreaAsync(ReceiveCase receive, CancellationToken cancellation) => receive.SubjectKey is { } subject
        ? (await subjects.FindAsync(receive.Organisation, receive.CustomerKey, subject, cancellation))?.Area
        : null;

    private async Task<EarlierCase?> RepeatedAsync(PolicyPack pack, PendingCommand pending, ReceiveCase receive, CancellationToken cancellation)
    {
        if (receive.SubjectKey is not { } subject)
        {
            return null;
        }

        List<EarlierCase> earlier = [];
        await foreach (var row in index.ReadAsync(CaseIndex.OfCustomer(receive.Organisation, receive.CustomerKey), cancellation))
        {
            earlier.Add(new EarlierCase(row.CaseId, row.Status, row.Owner, row.SubjectKey, row.ClosedAt));
        }

        return Repetition.Find(pack, subject, pending.AcceptedAt, earlier);
    }

    /// <summary>
    /// Whether several customers complain of the same counterparty. The complaint is filed before the others are counted, so that of
    /// several at one time the last one counted sees them all.
    /// </summary>
    private async Task<Suggestion> GroupAsync(PolicyPack pack, PendingCommand pending, ReceiveCase receive, CancellationToken cancellation)
    {
        if (receive.Counterparty is not { } counterparty
            || Suggestion.GroupWindow(pack) is not { } window
            || (receive.Type ?? pack.ProvisionalType) != pack.ProvisionalType)
        {
            return Suggestion.None;
        }

        var complaint = new CounterpartyComplaint(receive.CaseId, receive.CustomerKey, pending.AcceptedAt);
        await index.FileComplaintAsync(receive.Organisation, counterparty, complaint, cancellation);
        return Suggestion.ForGroup(
            pack, pending.AcceptedAt, await index.ComplaintsAsync(receive.Organisation, counterparty, pending.AcceptedAt - window, cancellation));
    }

    /// <summary>One query on one partition for each candidate; none when there is nothing to compare.</summary>
    private async Task<IReadOnlyDictionary<string, int>> OpenCasesAsync(
        ReceiveCase receive, IReadOnlyCollection<string> candidates, CancellationToken cancellation)
    {
        if (candidates.Count < 2)
        {
            return new Dictionary<string, int>();
        }

        var counts = await Task.WhenAll(candidates.Select(async person =>
            (Person: person, Count: (await index.ActingAsync(receive.Organisation, person, cancellation)).Count)));
        return counts.ToDictionary(count => count.Person, count => count.Count);
    }
}
