using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Tests.DurableTask.Harness;
using CareLoop.Embedded.Tests.Faults;
using CareLoop.Embedded.Time;

namespace CareLoop.Embedded.Tests.DurableTask.CrashWalk;

/// <summary>One life of the runtime on one file.</summary>
internal sealed class Mortal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly MortalStore fate;
    private readonly EmbeddedStore store;
    private readonly WorkTracker work = new();
    private readonly DurableEngine engine;

    public Mortal(string file, TestApp app, long dieAfter, string grave, DateTimeOffset now)
    {
        fate = new MortalStore(file, grave, dieAfter);
        store = EmbeddedStore.Open(file, fate);
        Clock = new VirtualClock(now, work, _ => Task.CompletedTask);
        engine = new DurableEngine(store, work, Clock, app, new LogLines(), new DurableEngineOptions { CachedInstances = 4 });
    }

    public VirtualClock Clock { get; }

    public EmbeddedStore Store => store;

    public DurableTaskClient Client => engine.Client;

    public long Commits => store.Commits;

    /// <returns>False if the process died on the way.</returns>
    public Task<bool> StartAsync() => SurvivesAsync(() => engine.StartAsync());

    public async Task<bool> SurvivesAsync(Func<Task> step)
    {
        var doing = step();
        var first = await Task.WhenAny(doing, fate.Died, Task.Delay(Patience));
        if (first == doing)
        {
            await doing;
            return true;
        }

        return fate.Died.IsCompleted ? false : throw new TimeoutException("A step neither ended nor met the end of the process.");
    }

    public Task QuietAsync() => work.WhenQuietAsync();

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await store.DisposeAsync();
        Clock.Dispose();
    }
}
