using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CareLoop.Embedded.Hosting.Configuration;

/// <summary>
/// The order of settings, weakest first: development defaults, local.settings.json, the environment, the command line,
/// what the start-up code insists on.
/// </summary>
internal static class HostConfiguration
{
    private const int DefaultPort = 7071;

    private static readonly Dictionary<string, string?> QuietFramework = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",

        // Named on its own, so that it stays quiet when the line above is loosened: it logs addresses, and a key may be in one.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Warning",
    };

    public static WebApplicationBuilder CreateBuilder(string[] args, EmbeddedHostOptions options, out HostJson hostJson)
    {
        var settings = LocalSettings.Load(options.ContentRoot);
        hostJson = HostJson.Load(options.ContentRoot);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = Path.GetFullPath(options.ContentRoot),
            EnvironmentName = options.EnvironmentName
                ?? Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
                ?? Environments.Development,
        });

        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(QuietFramework);
        builder.Configuration.AddInMemoryCollection(LogLevels(hostJson));
        builder.Configuration.AddInMemoryCollection(ByKey(options.DefaultSettings));
        builder.Configuration.AddInMemoryCollection(settings.Values);
        if (options.UseEnvironmentVariables)
        {
            builder.Configuration.AddEnvironmentVariables();
        }

        builder.Configuration.AddCommandLine(args);
        builder.Configuration.AddInMemoryCollection(ByKey(options.Settings));

        builder.WebHost.UseUrls(options.Urls.Count > 0 ? [.. options.Urls] : [$"http://localhost:{settings.HttpPort ?? DefaultPort}"]);
        return builder;
    }

    private static IEnumerable<KeyValuePair<string, string?>> ByKey(IDictionary<string, string?> settings) =>
        settings.Select(setting => KeyValuePair.Create(LocalSettings.Key(setting.Key), setting.Value));

    private static IEnumerable<KeyValuePair<string, string?>> LogLevels(HostJson hostJson) =>
        hostJson.LogLevels.GetChildren().Select(level => KeyValuePair.Create($"Logging:LogLevel:{level.Key}", level.Value));
}
