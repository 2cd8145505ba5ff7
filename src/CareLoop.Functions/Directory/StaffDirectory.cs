using System.Text.Json;
using CareLoop.Functions.Api;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>Table <c>directory</c> as one picture of the organisation, read again every minute.</summary>
public sealed class StaffDirectory(Tables tables, DirectorySettings settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim loading = new(1, 1);
    private DirectorySnapshot? snapshot;
    private long loadedAt;

    public async Task<DirectorySnapshot> GetAsync(CancellationToken cancellation)
    {
        if (snapshot is { } fresh && time.GetElapsedTime(loadedAt) < Freshness)
        {
            return fresh;
        }

        await loading.WaitAsync(cancellation);
        try
        {
            if (snapshot is null || time.GetElapsedTime(loadedAt) >= Freshness)
            {
                snapshot = await LoadAsync(cancellation);
                loadedAt = time.GetTimestamp();
            }

            return snapshot;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Writes every entry of a file; the same file twice changes nothing.</summary>
    public async Task SeedAsync(DirectoryFile file, CancellationToken cancellation)
    {
        IEnumerable<TableEntity> rows =
        [
            ToRow(file.Organisation.Id, "organisation", file.Organisation.Id, file.Organisation),
            .. file.Sites.Select(site => ToRow(file.Organisation.Id, "site", site.Id, site)),
            .. file.Staff.Select(person => ToRow(file.Organisation.Id, "staff", person.Id, person)),
            .. file.Counterparties.Select(party => ToRow(file.Organisation.Id, "counterparty", party.Id, party)),
        ];
        foreach (var chunk in rows.Chunk(100))
        {
            await tables.Directory.SubmitTransactionAsync(
                chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellation);
        }
    }

    public void Dispose() => loading.Dispose();

    private async Task<DirectorySnapshot> LoadAsync(CancellationToken cancellation)
    {
        Organisation? organisation = null;
        List<Site> sites = [];
        List<StaffMember> staff = [];
        List<Counterparty> counterparties = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {settings.Organisation}");
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var json = row.Text("Entry");
            switch (row.Text("Kind"))
            {
                case "organisation":
                    organisation = JsonSerializer.Deserialize<Organisation>(json, ApiJson.Options);
                    break;
                case "site":
                    sites.Add(JsonSerializer.Deserialize<Site>(json, ApiJson.Options)!);
                    break;
                case "staff":
                    staff.Add(JsonSerializer.Deserialize<StaffMember>(json, ApiJson.Options)!);
                    break;
                case "counterparty":
                    counterparties.Add(JsonSerializer.Deserialize<Counterparty>(json, ApiJson.Options)!);
                    break;
            }
        }

        return new DirectorySnapshot(
            organisation ?? throw new InvalidOperationException($"The directory holds no organisation '{settings.Organisation}': seed it first."),
            sites,
            staff,
            counterparties);
    }

    private static TableEntity ToRow<T>(string organisation, string kind, string id, T entry) => new(organisation, $"{kind}-{id}")
    {
        ["Kind"] = kind,
        ["Entry"] = JsonSerializer.Serialize(entry, ApiJson.Options),
    };
}
