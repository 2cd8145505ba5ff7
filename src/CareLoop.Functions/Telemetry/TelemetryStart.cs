using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CareLoop.Functions.Telemetry;

/// <summary>
/// What both runtimes tell OpenTelemetry: who we are, our traces and metrics by name, and the collector if there is one.
/// The exporter itself reads the standard <c>OTEL_EXPORTER_OTLP_*</c> settings (protocol, headers, time limit).
/// </summary>
internal static class TelemetryStart
{
    public const string ServiceName = "careloop";

    // One for traces and metrics, so that both are seen to come from the same process.
    private static readonly string Instance = Guid.NewGuid().ToString("N");

    public static string Version { get; } =
        typeof(TelemetryStart).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Whether there is a collector to send to.</summary>
    public static bool HasCollector(IConfiguration configuration) => configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };

    public static TracerProviderBuilder AddCareLoop(this TracerProviderBuilder traces, IConfiguration configuration)
    {
        traces.ConfigureServices(services => services.AddSingleton(configuration)).ConfigureResource(Describe).AddSource(Signals.Name);
        return HasCollector(configuration) ? traces.AddOtlpExporter() : traces;
    }

    public static MeterProviderBuilder AddCareLoop(this MeterProviderBuilder metrics, IConfiguration configuration)
    {
        metrics.ConfigureServices(services => services.AddSingleton(configuration)).ConfigureResource(Describe).AddMeter(Signals.Name);
        return HasCollector(configuration) ? metrics.AddOtlpExporter() : metrics;
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(ServiceName, serviceVersion: Version, serviceInstanceId: Instance);
}
