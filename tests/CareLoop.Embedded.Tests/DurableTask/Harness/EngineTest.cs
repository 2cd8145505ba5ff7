using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Tests.DurableTask.Harness;

/// <summary>Every test runs twice: with orchestrators kept in memory, and with all of them replayed at every turn.</summary>
public abstract class EngineTest(bool cached) : IAsyncLifetime
{
    private readonly List<EngineHost> hosts = [];

    internal TestApp App { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    internal async Task<EngineHost> HostAsync(StoreFaults? faults = null)
    {
        var host = await EngineHost.StartAsync(App, cached ? 100 : 0, faults);
        hosts.Add(host);
        return host;
    }
}
