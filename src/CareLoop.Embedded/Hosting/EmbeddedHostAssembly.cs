using System.Text.Json;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Clock;
using CareLoop.Embedded.Hosting.Configuration;
using CareLoop.Embedded.Hosting.Data;
using CareLoop.Embedded.Hosting.Durable;
using CareLoop.Embedded.Hosting.Http;
using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.Hosting.ServiceBus;
using CareLoop.Embedded.Hosting.Timers;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CareLoop.Embedded.Hosting;

/// <summary>Puts the parts of the embedded host together.</summary>
internal static class EmbeddedHostAssembly
{
    /// <summary>Stopping ends by the drain signal; the framework's own limit must come later.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(10);

    /// <summary>What the app's services can ask for. Registered before the app's own, so that a TryAdd of theirs keeps these.</summary>
    public static void AddServices(IServiceCollection services, EmbeddedHostOptions options, HostJson hostJson)
    {
        services.AddSingleton(options);
        services.AddSingleton(hostJson);
        services.AddSingleton<WorkTracker>();
        services.AddSingleton(_ => DataFolder.Open(options.DataFolder));
        services.AddSingleton(provider => EmbeddedStore.Open(provider.GetRequiredService<DataFolder>().StoreFile));
        services.AddSingleton(provider => EmbeddedSecrets.Open(provider.GetRequiredService<DataFolder>().SecretsFile));
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton(provider => HostClock.Open(
            options, provider.GetRequiredService<EmbeddedStore>(), provider.GetRequiredService<WorkTracker>()));
        services.AddSingleton(provider => provider.GetRequiredService<HostClock>().Time);
        services.AddSingleton<DrainSignal>();
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<IDurableFunctions, DurableFunctions>();
        services.AddSingleton(provider => DurableOptions.Read(hostJson, provider.GetRequiredService<IOptions<JsonSerializerOptions>>().Value));
        services.AddSingleton<DurableEngine>();
        services.AddSingleton<EmbeddedBroker>();
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedBroker>().CreateClient());
        services.AddSingleton<TimerListeners>();
        services.AddSingleton<MessageListeners>();
        services.AddSingleton<HttpFunctionEndpoints>();
        services.AddSingleton<QuarantineEndpoints>();
        services.AddSingleton<AdminEndpoints>();
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout + StopMargin);
    }

    /// <exception cref="EmbeddedHostException">The app cannot start as written or configured.</exception>
    public static IHost Build(WebApplicationBuilder web, FunctionsApplicationBuilder builder, InvocationPipeline pipeline)
    {
        List<string> problems = [];
        var settings = new SettingExpressions(web.Configuration);
        var catalog = FunctionCatalog.Discover(builder.Options, problems);
        HttpFunctionChecks.Run(catalog, builder.HostJson, builder.IsWebApplication, problems);
        DurableName.Check(catalog, problems);
        var schedules = TimerSchedule.Read(catalog, settings, problems);
        var broker = BrokerConfigFile.Load(builder.Options);
        var messages = MessageTrigger.Read(catalog, settings, broker, problems);
        if (problems.Count > 0)
        {
            throw new EmbeddedHostException(problems);
        }

        web.Services.AddSingleton(catalog);
        web.Services.AddSingleton(pipeline);
        web.Services.AddSingleton(schedules);
        web.Services.AddSingleton(broker);
        web.Services.AddSingleton(messages);
        web.Services.AddHostedService<EmbeddedRuntime>();
        return Open(web.Build(), builder.HostJson);
    }

    private static WebApplication Open(WebApplication app, HostJson hostJson)
    {
        try
        {
            // Created here and first, for its errors and so that it is the last to be disposed of.
            app.Services.GetRequiredService<HostClock>();
            app.UseMiddleware<OpenRequests>();
            app.Services.GetRequiredService<AdminEndpoints>().Map(app);
            app.Services.GetRequiredService<HttpFunctionEndpoints>().Map(app, app.Services.GetRequiredService<FunctionCatalog>(), hostJson);
            app.Services.GetRequiredService<EmbeddedHostOptions>().MapDevelopmentPages?.Invoke(app);
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }
}
