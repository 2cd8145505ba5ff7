using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CareLoop.Functions.Telemetry;

/// <summary>
/// The providers of the embedded form, alive as long as the host: the package that ties them to a host is part of the Azure form only.
/// Without a collector there are none, and nothing is recorded. What is still held is sent when the host stops.
/// </summary>
internal sealed class TelemetryProviders(IConfiguration configuration) : IHostedService, IDisposable
{
    private TracerProvider? traces;
    private MeterProvider? metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (TelemetryStart.HasCollector(configuration))
        {
            traces = Sdk.CreateTracerProviderBuilder().AddCareLoop(configuration).Build();
            metrics = Sdk.CreateMeterProviderBuilder().AddCareLoop(configuration).Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }
}
