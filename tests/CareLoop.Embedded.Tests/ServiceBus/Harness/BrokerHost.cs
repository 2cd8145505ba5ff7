using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareLoop.Embedded.Tests.ServiceBus.Harness;

/// <summary>A broker on its own SQLite file, on a virtual clock unless told otherwise, that can be stopped and started again.</summary>
internal sealed class BrokerHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("broker-").FullName;
    private readonly BrokerConfig config;
    private readonly bool realTime;
    private DateTimeOffset now = Start;

    /// <param name="entities">Queues and topics as in Config.json.</param>
    /// <param name="copyOf">A file to start with.</param>
    public BrokerHost(string entities, bool realTime = false, string? copyOf = null)
    {
        if (copyOf is not null)
            System.IO.File.Copy(copyOf, File);

        config = BrokerConfig.Parse(
            $$"""{ "UserConfig": { "Namespaces": [ { "Name": "test", {{entities}} } ] } }""");
        this.realTime = realTime;
        Open();
    }

    public string File => Path.Combine(folder, "broker.db");

    public EmbeddedStore Store { get; private set; } = null!;

    public WorkTracker Work { get; private set; } = null!;

    public TimeProvider Clock { get; private set; } = null!;

    public EmbeddedBroker Broker { get; private set; } = null!;

    public ServiceBusClient Client { get; private set; } = null!;

    /// <summary>Ends the broker in good order and opens the same file again, perhaps much later.</summary>
    public async Task RestartAsync(TimeSpan afterwards = default)
    {
        await CloseAsync();
        now += afterwards;
        Open();
    }

    public Task AdvanceAsync(TimeSpan by)
    {
        var clock = (VirtualClock)Clock;
        return clock.AdvanceToAsync(clock.GetUtcNow() + by).WaitAsync(Patience);
    }

    /// <summary>How often the virtual clock has moved.</summary>
    public int ClockStops { get; private set; }

    /// <summary>Waits until nothing is under way.</summary>
    public Task QuietAsync() => Work.WhenQuietAsync().WaitAsync(Patience);

    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(folder, recursive: true);
    }

    private void Open()
    {
        Store = EmbeddedStore.Open(File);
        Work = new WorkTracker();
        Clock = realTime ? TimeProvider.System : new VirtualClock(now, Work, CountStop);
        Broker = new EmbeddedBroker(Store, Work, Clock, config, NullLoggerFactory.Instance);
        Client = Broker.CreateClient();
    }

    private Task CountStop(DateTimeOffset instant)
    {
        ClockStops++;
        return Task.CompletedTask;
    }

    private async Task CloseAsync()
    {
        now = Clock.GetUtcNow();
        await Broker.DisposeAsync();
        await Store.DisposeAsync();
        (Clock as IDisposable)?.Dispose();
    }
}
