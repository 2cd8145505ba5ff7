namespace CareLoop.Functions.Directory;

/// <summary>Everything a directory file can say.</summary>
public sealed record DirectoryFile
{
    public required Organisation Organisation { get; init; }

    public IList<Site> Sites { get; init; } = [];

    public IList<StaffMember> Staff { get; init; } = [];

    public IList<Counterparty> Counterparties { get; init; } = [];

    public IList<SampleCustomer> SampleCustomers { get; init; } = [];
}

/// <summary>Who runs the service centres.</summary>
public sealed record Organisation
{
    public required string Id { get; init; }

    public required string Name { get; init; }
}

/// <summary>One mall, estate, shop or school, and the handbook it works by.</summary>
public sealed record Site
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

/// <summary>A person who works on cases.</summary>
public sealed record StaffMember
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Role identifiers of the glossary.</summary>
    public IList<string> Roles { get; init; } = [];

    /// <summary>Sites the person works for.</summary>
    public IList<string> Sites { get; init; } = [];

    public string? Phone { get; init; }
}

/// <summary>A merchant, contractor or outlet.</summary>
public sealed record Counterparty
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>A merchant status of the glossary.</summary>
    public required string Status { get; init; }
}

/// <summary>A customer to sign in as while developing.</summary>
public sealed record SampleCustomer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Phone { get; init; }

    public required string ChannelUserId { get; init; }
}
