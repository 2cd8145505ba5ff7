using CareLoop.Embedded.Time;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>Counts the engine's own work towards the whole system's quiet, and towards its own when it drains.</summary>
internal sealed class EngineWork(WorkTracker system)
{
    private readonly WorkTracker own = new();

    public IDisposable Begin() => new Both(system.Begin(), own.Begin());

    public Task WhenDrainedAsync() => own.WhenQuietAsync();

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
