namespace CareLoop.Domain.Directory;

/// <summary>Everything a directory file can say. Absences are no seed data: they come with time.</summary>
public sealed record DirectoryFile
{
    public required Organisation Organisation { get; init; }

    public IList<Site> Sites { get; init; } = [];

    public IList<StaffMember> Staff { get; init; } = [];

    public IList<Shift> Shifts { get; init; } = [];

    public IList<RotaEntry> Rotas { get; init; } = [];

    public IList<Counterparty> Counterparties { get; init; } = [];

    public IList<SampleCustomer> SampleCustomers { get; init; } = [];

    /// <summary>The same as a picture to reason about.</summary>
    public DirectorySnapshot ToSnapshot() => new(Organisation, [.. Sites], [.. Staff], [.. Counterparties]) { Shifts = [.. Shifts], Rotas = [.. Rotas] };
}

/// <summary>A customer to sign in as while developing.</summary>
public sealed record SampleCustomer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Phone { get; init; }

    public required string ChannelUserId { get; init; }
}
