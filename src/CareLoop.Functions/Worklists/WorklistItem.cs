using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Worklists;

/// <summary>One line of a worklist. Nothing in it identifies the customer (COM-PRIV-03).</summary>
public sealed record WorklistItem
{
    public required string CaseNumber { get; init; }

    public required Named Site { get; init; }

    public required Named Status { get; init; }

    public required Named Type { get; init; }

    public Named? Category { get; init; }

    public Named? Severity { get; init; }

    /// <summary>Null while nobody has been asked yet.</summary>
    public Named? Owner { get; init; }

    /// <summary>Who acts for the owner in this shift, when it is somebody else.</summary>
    public Named? Handler { get; init; }

    public Named? Counterparty { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The nearest limit still running; null when none is.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>A limit was missed and what it asked for is still open.</summary>
    public required bool Overdue { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public required CaseLinks Links { get; init; }

    internal static WorklistItem Of(IndexedCase row, PackLibrary handbooks, DirectorySnapshot people, Language language)
    {
        var pack = handbooks.Pinned(row.Pack);
        Named? Term(string? id) => id is null ? null : new(id, pack.NameOf(id, language));
        Named? Person(string? id) => id is null ? null : new(id, people.NameOf(id));
        return new WorklistItem
        {
            CaseNumber = row.CaseId,
            Site = new(row.Site, people.FindSite(row.Site)?.Name ?? row.Site),
            Status = new(row.Status.ToString(), Glossary.Name(row.Status, language)),
            Type = Term(row.Type)!,
            Category = Term(row.Category),
            Severity = Term(row.Severity),
            Owner = Person(row.Owner),
            Handler = row.Handler == row.Owner ? null : Person(row.Handler),
            Counterparty = row.Counterparty is { } id ? new(id, people.NameOfCounterparty(id)) : null,
            ReceivedAt = row.ReceivedAt,
            NextDueAt = row.NextDueAt,
            Overdue = row.Overdue,
            ClosedAt = row.ClosedAt,
            Links = CaseLinks.Of(row.CaseId),
        };
    }
}

/// <summary>One line of a customer's own list: how the house judges the case is not in it.</summary>
/// <param name="WaitsForYou">The next step is the customer's: an answer or a decision.</param>
public sealed record CustomerCaseItem(
    string CaseNumber, Named Site, Named Status, Named Type, DateTimeOffset ReceivedAt, DateTimeOffset? ClosedAt, bool WaitsForYou, CaseLinks Links)
{
    internal static CustomerCaseItem Of(IndexedCase row, PackLibrary handbooks, DirectorySnapshot people, Language language)
    {
        var item = WorklistItem.Of(row, handbooks, people, language);
        return new(
            item.CaseNumber,
            item.Site,
            item.Status,
            item.Type,
            item.ReceivedAt,
            item.ClosedAt,
            CaseState.WaitsForCustomer(row.Status),
            item.Links);
    }
}
