using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;

namespace CareLoop.Embedded.Tests.DurableTask.Harness;

/// <summary>An engine on a real file and a virtual clock that can be stopped, dropped and started again.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("durable-").FullName;
    private readonly DurableEngineOptions options;

    private EngineHost(TestApp app, DurableEngineOptions options) => (App, this.options) = (app, options);

    public TestApp App { get; }

    public LogLines Logs { get; } = new();

    public StoreFaults Faults { get; set; } = new();

    public EmbeddedStore Store { get; private set; } = null!;

    public WorkTracker Work { get; private set; } = null!;

    public VirtualClock Clock { get; private set; } = null!;

    public DurableEngine Engine { get; private set; } = null!;

    public DurableTaskClient Client => Engine.Client;

    public string File => Path.Combine(folder, "store.db");

    public static async Task<EngineHost> StartAsync(TestApp app, int cachedInstances, StoreFaults? faults = null)
    {
        var host = new EngineHost(app, new DurableEngineOptions { CachedInstances = cachedInstances }) { Faults = faults ?? new() };
        await host.OpenAsync(Start);
        return host;
    }

    /// <summary>On a copy of a file that another program left behind.</summary>
    public static async Task<EngineHost> ContinueAsync(TestApp app, string file, DateTimeOffset now)
    {
        var host = new EngineHost(app, new DurableEngineOptions());
        System.IO.File.Copy(file, host.File);
        await host.OpenAsync(now);
        return host;
    }

    /// <summary>Drops the engine in the middle of whatever it does, and starts another on the same file.</summary>
    public async Task RestartAsync(TimeSpan downtime = default)
    {
        await CloseAsync();
        await OpenAsync(Clock.GetUtcNow() + downtime);
    }

    public async Task CloseAsync()
    {
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>Until nothing can go on without time passing or a message.</summary>
    public Task QuietAsync() => Work.WhenQuietAsync().WaitAsync(Patience);

    public Task PassAsync(TimeSpan span) => Clock.AdvanceToAsync(Clock.GetUtcNow() + span).WaitAsync(Patience);

    public Task<string> StartAsync(string orchestrator, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, id is null ? null : new StartOrchestrationOptions(id));

    public Task<OrchestrationMetadata> FinishAsync(string id) => Client.WaitForInstanceCompletionAsync(id, true).WaitAsync(Patience);

    public async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input = null) =>
        await FinishAsync(await StartAsync(orchestrator, input));

    public async Task<OrchestrationMetadata> LookAsync(string id)
    {
        await QuietAsync();
        return await Client.GetInstanceAsync(id, true) ?? throw new InvalidOperationException($"There is no instance {id}.");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Clock.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task OpenAsync(DateTimeOffset now)
    {
        Store = EmbeddedStore.Open(File, Faults);
        Work = new WorkTracker();
        Clock = new VirtualClock(now, Work, _ => Task.CompletedTask);
        Engine = new DurableEngine(Store, Work, Clock, App, Logs, options);
        await Engine.StartAsync();
    }
}
