namespace CareLoop.Domain.Directory;

/// <summary>A time in which somebody is not there (请假、外出).</summary>
public sealed record Absence : IDirectoryEntry
{
    public required string Id { get; init; }

    /// <summary>Staff id of whoever is absent.</summary>
    public required string Staff { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The instant from which the person is there again.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Staff id of whoever stands in this time; null: the person's usual deputy.</summary>
    public string? Deputy { get; init; }

    public bool Covers(DateTimeOffset at) => From <= at && at < Until;
}
