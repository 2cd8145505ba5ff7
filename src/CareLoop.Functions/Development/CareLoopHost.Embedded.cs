using CareLoop.Embedded.Hosting;
using CareLoop.Functions.Api;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Notifications.Robots;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Operations;
using CareLoop.Functions.Security;
using CareLoop.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Development;

/// <summary>Where and how an embedded CareLoop runs.</summary>
/// <param name="DataFolder">Store, secrets and keys.</param>
/// <param name="StorageConnectionString">The storage account, usually Azurite.</param>
/// <param name="Url">Where to listen; port 0 for a free one.</param>
/// <param name="VirtualClockStart">Runs on the virtual clock from this instant; on real time when null.</param>
/// <param name="Log">Takes the log instead of standard error.</param>
/// <param name="Settings">Settings that win over all others.</param>
public sealed record CareLoopHostOptions(
    string DataFolder,
    string StorageConnectionString,
    string Url,
    DateTimeOffset? VirtualClockStart,
    ILoggerProvider? Log = null,
    IReadOnlyDictionary<string, string?>? Settings = null);

/// <summary>The whole application in this process.</summary>
public sealed class CareLoopHost : IAsyncDisposable
{
    private readonly IHost host;

    private CareLoopHost(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    /// <summary>Where it listens.</summary>
    public Uri Address => host.Address();

    public static async Task<CareLoopHost> StartAsync(CareLoopHostOptions options, CancellationToken cancellation = default)
    {
        var embedded = new EmbeddedHostOptions
        {
            DataFolder = options.DataFolder,
            FunctionAssembly = typeof(CareLoopHost).Assembly,
            ServiceBusConfigFile = "Config.json",
            VirtualClockStart = options.VirtualClockStart,
            MapDevelopmentPages = DevelopmentPages.Map,
        };
        embedded.Urls.Add(options.Url);
        foreach (var (name, value) in Defaults(options.DataFolder, options.StorageConnectionString, options.VirtualClockStart is not null))
        {
            embedded.DefaultSettings[name] = value;
        }

        embedded.DefaultSettings["Logging__LogLevel__Default"] = options.Log is null ? "Warning" : "Debug";
        foreach (var (name, value) in options.Settings ?? new Dictionary<string, string?>())
        {
            embedded.Settings[name] = value;
        }

        var builder = FunctionsApplication.CreateBuilder([], embedded);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<AccessGate>();
        builder.Services.AddCareLoop();
        builder.Services.AddSingleton(new DevelopmentKey(SecretsOf(options.DataFolder).Get("development-token-key"))).AddSingleton<DevelopmentTokens>();
        builder.Services.AddSingleton<ITokenReader>(provider => provider.GetRequiredService<DevelopmentTokens>());
        builder.Services.AddHostedService<TelemetryProviders>();
        builder.Logging.ClearProviders();
        if (options.Log is { } log)
        {
            builder.Logging.AddProvider(log);
        }
        else
        {
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        var host = builder.Build();
        host.Services.GetRequiredService<ChannelAccounts>();
        host.Services.GetRequiredService<AddressGuard>();
        host.Services.GetRequiredService<RobotSettings>();
        await host.Services.GetRequiredService<StorageSetup>().RunAsync(cancellation);
        await host.StartAsync(cancellation);
        return new CareLoopHost(host);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellation = default) => host.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>What holds without local.settings.json: a development installation with secrets of its own.</summary>
    internal static Dictionary<string, string?> Defaults(string dataFolder, string storage, bool isVirtual)
    {
        var secrets = SecretsOf(dataFolder);
        string Key(string name) => Convert.ToBase64String(secrets.Get(name));

        return new()
        {
            ["CareLoopStorage"] = storage,
            ["ServiceBusConnection"] = "embedded",
            ["Directory__Organisation"] = "demo",
            ["Directory__Seed"] = "directory.yaml",
            ["Security__CustomerTokenKey"] = Key("customer-token-key"),
            ["Security__CustomerHashKey"] = Key("customer-hash-key"),
            ["Security__DataWrappingKey"] = Key("data-wrapping-key"),
            // On the virtual clock a week's work is done in seconds, by the same few people.
            ["Limits__RateFactor"] = isVirtual ? "1000" : "1",
            ["InboxSweepSchedule"] = isVirtual ? "30 0 * * * *" : "30 * * * * *",
            ["ReceiptSweepSchedule"] = isVirtual ? "45 */5 * * * *" : "45 * * * * *",
            ["TableExportSchedule"] = "0 30 18-23 * * *",
            ["DutyWatchSchedule"] = isVirtual ? "0 5 * * * *" : "15 */5 * * * *",
            ["CareWatchSchedule"] = isVirtual ? "1 0 * * * *" : "1 * * * * *",
            ["Links__Survey"] = "/survey",
        };
    }

    private static EmbeddedSecrets SecretsOf(string dataFolder)
    {
        System.IO.Directory.CreateDirectory(dataFolder);
        return EmbeddedSecrets.Open(Path.Combine(dataFolder, "app-secrets.json"));
    }
}
