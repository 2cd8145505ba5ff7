using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Embedded.Hosting.ServiceBus;

/// <summary>Finds the broker's entities.</summary>
internal static class BrokerConfigFile
{
    /// <returns>No entities at all when the options name no file.</returns>
    /// <exception cref="EmbeddedHostException">The file is missing or wrong.</exception>
    public static BrokerConfig Load(EmbeddedHostOptions options)
    {
        if (options.ServiceBusConfigFile is not { } name)
        {
            return new BrokerConfig([], []);
        }

        var path = Path.GetFullPath(Path.Combine(options.ContentRoot, name));
        try
        {
            return BrokerConfig.Parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BrokerConfigException)
        {
            throw new EmbeddedHostException($"The broker's entities cannot be read from {path}: {error.Message}");
        }
    }
}
