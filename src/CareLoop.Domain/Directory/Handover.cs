using System.Collections.Immutable;

namespace CareLoop.Domain.Directory;

/// <summary>A handing over of open cases from one person to another (交接班): shift end, absence, or leaving.</summary>
public sealed record Handover
{
    public required string Id { get; init; }

    public required string Site { get; init; }

    public required HandoverKind Kind { get; init; }

    /// <summary>Staff id of whoever hands out.</summary>
    public required string From { get; init; }

    /// <summary>Staff id of whoever is to take over; null: anybody of the next shift.</summary>
    public string? To { get; init; }

    /// <summary>The shift that ends, if one does.</summary>
    public string? Shift { get; init; }

    /// <summary>By when it has to be written (COM-HO-01, COM-HO-02).</summary>
    public required DateTimeOffset WriteBy { get; init; }

    /// <summary>By when it has to be accepted (COM-HO-03).</summary>
    public required DateTimeOffset AcceptBy { get; init; }

    public HandoverStatus Status { get; init; }

    public ImmutableArray<HandoverItem> Items { get; init; } = [];

    /// <summary>Ids of open care tasks that go along: their lists say what they are about, so they need no explanation.</summary>
    public ImmutableArray<string> CareTasks { get; init; } = [];

    /// <summary>When the record was written (交班记录).</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>When it was accepted (接班记录).</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public string? AcceptedBy { get; init; }

    /// <summary>Whether every case has been told who accepted; until then telling them is repeated.</summary>
    public bool IsApplied { get; init; }
}

/// <summary>One open case of a handover.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="IsOwned">Owned by whoever hands out, not only acted in.</param>
/// <param name="ContentId">The sealed explanation; null while there is none.</param>
/// <param name="NextDueAt">Its nearest limit when it was handed out.</param>
public sealed record HandoverItem(string CaseId, bool IsOwned, string? ContentId, DateTimeOffset? NextDueAt);

public enum HandoverKind
{
    /// <summary>A shift ends: the on-duty handler changes, the owner stays (COM-OWN-03).</summary>
    Shift,

    /// <summary>Somebody is away: the deputy acts, the owner stays.</summary>
    Absence,

    /// <summary>Somebody leaves for good: ownership changes, by an accepted transfer (COM-OWN-03).</summary>
    Leaving,
}

/// <summary>Handover status (交接班).</summary>
public enum HandoverStatus
{
    /// <summary>Started, not written yet (待交接).</summary>
    Open,

    /// <summary>Written and explained (已交班).</summary>
    HandedOver,

    /// <summary>Taken over (已接班).</summary>
    Accepted,
}
