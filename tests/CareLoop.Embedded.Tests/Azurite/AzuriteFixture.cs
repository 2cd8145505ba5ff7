using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Embedded.Storage.Tables;

namespace CareLoop.Embedded.Tests.Azurite;

/// <summary>One Azurite for all tests of the collection; each test takes tables and containers of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly AzuriteOptions options = AzuriteOptions.ForTests();

    public AzuriteServer Server { get; private set; } = null!;

    public TableServiceClient Tables { get; private set; } = null!;

    public BlobServiceClient Blobs { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await AzuriteServer.StartAsync(options);
        Tables = new TableServiceClient(Server.ConnectionString);
        Blobs = new BlobServiceClient(Server.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(options.DataFolder, recursive: true);
    }

    public async Task<TableClient> NewTableAsync()
    {
        var table = Tables.GetTableClient($"t{Guid.NewGuid():N}");
        await table.CreateIfNotExistsAsync();
        return table;
    }

    public async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = Blobs.GetBlobContainerClient($"c{Guid.NewGuid():N}");
        await container.CreateIfNotExistsAsync();
        return container;
    }
}
