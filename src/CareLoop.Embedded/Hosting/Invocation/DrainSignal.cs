using Microsoft.Extensions.Hosting;

namespace CareLoop.Embedded.Hosting.Invocation;

/// <summary>
/// The token that functions see: when the host stops, what is under way may finish, and is cancelled once
/// <see cref="EmbeddedHostOptions.ShutdownTimeout"/> is over. The limit is real time, since an operator waits for it.
/// </summary>
internal sealed class DrainSignal : IDisposable
{
    private readonly CancellationTokenSource expired = new();
    private readonly CancellationTokenRegistration stopping;

    public DrainSignal(IHostApplicationLifetime lifetime, EmbeddedHostOptions options) =>
        stopping = lifetime.ApplicationStopping.Register(() => expired.CancelAfter(options.ShutdownTimeout));

    public CancellationToken Token => expired.Token;

    public void Dispose()
    {
        stopping.Dispose();
        expired.Dispose();
    }
}
