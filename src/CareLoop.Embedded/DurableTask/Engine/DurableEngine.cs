using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.DurableTask;

public sealed class DurableEngine(
    EmbeddedStore store, WorkTracker work, TimeProvider time, IDurableFunctions functions, ILoggerFactory loggers, DurableEngineOptions options)
    : IAsyncDisposable
{
    /// <summary>Usable once <see cref="StartAsync"/> has completed.</summary>
    public DurableTaskClient Client => throw new NotImplementedException($"{store}{work}{time}{functions}{loggers}{options}");

    /// <summary>Opens or upgrades the tables and takes up all that an earlier run left unfinished.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Takes no new work, waits for turns and activities under way; cancels the activities when the token fires.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
