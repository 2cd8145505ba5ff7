using System.Reflection;
using Microsoft.AspNetCore.Routing;

namespace CareLoop.Embedded.Hosting;

/// <summary>What only the embedded runtime needs to know. Set by the app's embedded start-up file and by tests.</summary>
public sealed class EmbeddedHostOptions
{
    /// <summary>Folder of host.json, local.settings.json and relative paths.</summary>
    public string ContentRoot { get; set; } = AppContext.BaseDirectory;

    /// <summary>Folder of everything that must survive: store, secrets, keys. One running host per folder.</summary>
    public string DataFolder { get; set; } = Path.Combine(AppContext.BaseDirectory, ".careloop");

    /// <summary>Addresses to listen on, port 0 for any free one. Empty: localhost on the port of local.settings.json, or 7071.</summary>
    public IList<string> Urls { get; } = [];

    /// <summary>Environment name; that of AZURE_FUNCTIONS_ENVIRONMENT when null, or Development.</summary>
    public string? EnvironmentName { get; set; }

    /// <summary>Where the functions are; the entry assembly when null.</summary>
    public Assembly? FunctionAssembly { get; set; }

    /// <summary>Only the functions of these classes, instead of a whole assembly.</summary>
    public IReadOnlyList<Type>? FunctionTypes { get; set; }

    /// <summary>The clock of everything that waits; the system's when null. Excludes <see cref="VirtualClockStart"/>.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>
    /// Runs on the virtual clock from this instant, or from the one the data folder has already reached if that is later.
    /// </summary>
    public DateTimeOffset? VirtualClockStart { get; set; }

    /// <summary>Entities of the broker, in the shape of the official emulator's Config.json. Relative to the content root.</summary>
    public string? ServiceBusConfigFile { get; set; }

    /// <summary>Development defaults: what holds when neither local.settings.json nor the environment says otherwise.</summary>
    public IDictionary<string, string?> DefaultSettings { get; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Settings that win over everything else.</summary>
    public IDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether environment variables are settings, as on Azure. Tests switch it off to stand alone.</summary>
    public bool UseEnvironmentVariables { get; set; } = true;

    /// <summary>Maps pages that exist only here: a start page, samples, a development token issuer.</summary>
    public Action<IEndpointRouteBuilder>? MapDevelopmentPages { get; set; }

    /// <summary>How long open requests, messages and timer runs may take to finish when the host stops. Real time.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
