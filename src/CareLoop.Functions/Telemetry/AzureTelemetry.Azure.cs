using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Telemetry;

/// <summary>The worker's own telemetry, ours beside it, and Application Insights where there is one.</summary>
internal static class AzureTelemetry
{
    public static void AddCareLoopTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddCareLoop(configuration))
            .WithMetrics(metrics => metrics.AddCareLoop(configuration));
        telemetry.UseFunctionsWorkerDefaults();
        if (configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 })
        {
            // Application Insights takes no keys here, and the exporter knows nothing of the host's authentication setting.
            telemetry.UseAzureMonitorExporter(options => options.Credential = new DefaultAzureCredential());
        }
    }
}
