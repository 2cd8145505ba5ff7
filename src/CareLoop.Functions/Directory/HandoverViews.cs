using System.Collections.Immutable;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

/// <summary>A handover as staff read it.</summary>
public sealed record HandoverView(
    string Id,
    Named Kind,
    Named Status,
    Named From,
    Named? To,
    Named? Shift,
    DateTimeOffset WriteBy,
    DateTimeOffset AcceptBy,
    DateTimeOffset? WrittenAt,
    DateTimeOffset? AcceptedAt,
    Named? AcceptedBy,
    string? AcceptanceText,
    ImmutableArray<HandoverItemView> Items,
    ImmutableArray<string> Contacts);

/// <summary>One case of a handover, with what the leaving person says about it.</summary>
public sealed record HandoverItemView(string CaseNumber, bool IsOwned, DateTimeOffset? NextDueAt, string? Text);

/// <summary>Makes the API's picture of handovers.</summary>
public sealed class HandoverViews(StaffDirectory directory, CaseTable cases, CustomerTable customers, ContentTable contents)
{
    /// <summary>Without texts, for lists.</summary>
    public async Task<HandoverView> BriefAsync(Handover handover, HttpRequest request, CancellationToken cancellation) =>
        View(handover, await directory.GetAsync(cancellation), RequestLanguage.Of(request), acceptanceText: null, _ => null);

    /// <summary>With the explanations of every case.</summary>
    public async Task<HandoverView> OfAsync(string organisation, Handover handover, string? acceptanceText, HttpRequest request, CancellationToken cancellation)
    {
        var texts = await Task.WhenAll(handover.Items.Select(async item => (item.CaseId, Text: await TextAsync(organisation, item, cancellation))));
        var byCase = texts.ToDictionary(text => text.CaseId, text => text.Text);
        return View(handover, await directory.GetAsync(cancellation), RequestLanguage.Of(request), acceptanceText, byCase.GetValueOrDefault);
    }

    private static HandoverView View(
        Handover handover, DirectorySnapshot people, Language language, string? acceptanceText, Func<string, string?> textOf)
    {
        Named? Person(string? id) => id is null ? null : new Named(id, people.NameOf(id));
        return new HandoverView(
            handover.Id,
            new Named(handover.Kind.ToString(), Glossary.Term(handover.Kind.ToString(), language)),
            new Named(handover.Status.ToString(), Glossary.Name(handover.Status, language)),
            Person(handover.From)!,
            Person(handover.To),
            handover.Shift is { } shift ? new Named(shift, people.FindShift(shift)?.Name ?? shift) : null,
            handover.WriteBy,
            handover.AcceptBy,
            handover.WrittenAt,
            handover.AcceptedAt,
            Person(handover.AcceptedBy),
            acceptanceText,
            [.. handover.Items.Select(item => new HandoverItemView(item.CaseId, item.IsOwned, item.NextDueAt, textOf(item.CaseId)))],
            handover.CareTasks);
    }

    private async Task<string?> TextAsync(string organisation, HandoverItem item, CancellationToken cancellation)
    {
        if (item.ContentId is not { } contentId
            || await cases.FindAsync(item.CaseId, cancellation) is not { State: var state }
            || await customers.FindAsync(organisation, state.CustomerKey, cancellation) is not { } customer)
        {
            return null;
        }

        return (await contents.FindAsync(customer, contentId, cancellation))?.GetValueOrDefault("text");
    }
}
