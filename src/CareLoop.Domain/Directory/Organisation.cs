namespace CareLoop.Domain.Directory;

/// <summary>Who runs the service centres.</summary>
public sealed record Organisation : IDirectoryEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }
}

/// <summary>One mall, estate, shop or school, and the handbook it works by.</summary>
public sealed record Site : IDirectoryEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Id of its policy pack.</summary>
    public required string Pack { get; init; }

    /// <summary>Sub-pack, if any.</summary>
    public string? Profile { get; init; }

    /// <summary>The published service number.</summary>
    public string? Phone { get; init; }
}
