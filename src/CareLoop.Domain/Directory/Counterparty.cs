namespace CareLoop.Domain.Directory;

/// <summary>A merchant, contractor or service outlet.</summary>
public sealed record Counterparty : IDirectoryEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>What it is; a merchant unless said otherwise.</summary>
    public CounterpartyKind Kind { get; init; }

    /// <summary>A merchant status of the glossary (商户状态).</summary>
    public required CounterpartyStatus Status { get; init; }

    /// <summary>The day since when the status holds; null for ever.</summary>
    public DateOnly? StatusSince { get; init; }

    /// <summary>Sites it belongs to; none: the whole organisation.</summary>
    public IList<string> Sites { get; init; } = [];

    public string? Phone { get; init; }

    /// <summary>Its status on a day: one that only begins later does not hold yet (J02: left since 2026-02-10).</summary>
    public CounterpartyStatus StatusOn(DateOnly day) => StatusSince is { } since && day < since ? CounterpartyStatus.Active : Status;
}

public enum CounterpartyKind
{
    Merchant,
    Contractor,
    ServiceOutlet,
}

/// <summary>Merchant status (商户状态).</summary>
public enum CounterpartyStatus
{
    Active,
    LeavingReview,
    Left,
}
