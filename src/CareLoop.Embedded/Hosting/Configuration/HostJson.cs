using Microsoft.Extensions.Configuration;

namespace CareLoop.Embedded.Hosting.Configuration;

/// <summary>The parts of host.json that the embedded runtime honours; the official defaults where the file is silent or missing.</summary>
internal sealed class HostJson(IConfiguration json)
{
    public string RoutePrefix => (json["extensions:http:routePrefix"] ?? "api").Trim('/');

    public IConfigurationSection LogLevels => json.GetSection("logging:logLevel");

    public IConfigurationSection ServiceBus => json.GetSection("extensions:serviceBus");

    public IConfigurationSection DurableTask => json.GetSection("extensions:durableTask");

    /// <exception cref="EmbeddedHostException">The file is not JSON.</exception>
    public static HostJson Load(string contentRoot) => new(JsonFile.Load(Path.Combine(contentRoot, "host.json")));
}
