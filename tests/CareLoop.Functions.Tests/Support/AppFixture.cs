using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Development;
using CareLoop.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Support;

/// <summary>The whole application on real sockets, a real Azurite of its own, and a virtual clock that stands at the start of J01 unless told otherwise.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    private readonly LogRecorder log = new();
    private readonly TempFolder folder = new();
    private AzuriteServer? azurite;
    private OpenIdProvider? signIn;
    private CareLoopHost? host;

    /// <summary>Where the virtual clock begins.</summary>
    public DateTimeOffset Start { get; init; } = JourneyJ01.Start;

    /// <summary>Settings that win over the defaults.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public CareLoopHost Host => host ?? throw new InvalidOperationException("Not started.");

    public VirtualClock Clock => (VirtualClock)Host.Services.GetRequiredService<TimeProvider>();

    /// <summary>Where staff of this application sign in, besides the development issuer.</summary>
    public OpenIdProvider SignIn => signIn ?? throw new InvalidOperationException("Not started.");

    /// <summary>The storage account, for a second application beside the first.</summary>
    public string Storage => azurite?.ConnectionString ?? throw new InvalidOperationException("Not started.");

    public string DataFolder => folder.At("careloop");

    /// <summary>Everything logged so far, details included.</summary>
    public string Log => log.Text;

    public HttpClient CreateClient() => new() { BaseAddress = Host.Address };

    /// <summary>Every text in every table but the directory of staff, with its place.</summary>
    public async IAsyncEnumerable<(string Where, string Text)> TableTextsAsync()
    {
        var tables = Host.Services.GetRequiredService<Tables>();
        foreach (var table in tables.All.Except([tables.Directory]))
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                yield return ($"{table.Name}/{row.PartitionKey}/{row.RowKey}", string.Join('\n', row.Select(column => column.Value).Append(row.PartitionKey).Append(row.RowKey)));
            }
        }
    }

    public async Task InitializeAsync()
    {
        azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true });
        signIn = await OpenIdProvider.StartAsync();
        host = await CareLoopHost.StartAsync(
            new CareLoopHostOptions(
                DataFolder,
                azurite.ConnectionString,
                "http://127.0.0.1:0",
                Start,
                log,
                new Dictionary<string, string?>([.. signIn.Settings, .. Settings])));
    }

    public async Task DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        if (signIn is not null)
        {
            await signIn.DisposeAsync();
        }

        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        log.Dispose();
        folder.Dispose();
    }
}

/// <summary>Tests that share one running application.</summary>
[CollectionDefinition(Name)]
public sealed class AppCollection : ICollectionFixture<AppFixture>
{
    public const string Name = "application";
}
