using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Hosting.ServiceBus;
using CareLoop.Embedded.Hosting.Timers;
using Microsoft.Extensions.Hosting;

namespace CareLoop.Embedded.Hosting;

/// <summary>
/// Starts and stops what calls functions besides HTTP. Its place among the hosted services is after the app's own,
/// which may prepare what functions need, and before the web server, which therefore stops first.
/// </summary>
internal sealed class EmbeddedRuntime(DurableEngine engine, MessageListeners messages, TimerListeners timers, DrainSignal drain) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        messages.Start();
        await timers.StartAsync(drain.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await timers.StopAsync();
        await messages.StopAsync(drain.Token);
        await engine.StopAsync(drain.Token);
    }
}
