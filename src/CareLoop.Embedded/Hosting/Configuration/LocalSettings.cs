using Microsoft.Extensions.Configuration;

namespace CareLoop.Embedded.Hosting.Configuration;

/// <summary>local.settings.json as Core Tools reads it: its values stand for the environment variables that an app has on Azure.</summary>
internal sealed record LocalSettings(IReadOnlyDictionary<string, string?> Values, int? HttpPort)
{
    /// <exception cref="EmbeddedHostException">The file is not JSON, or encrypted.</exception>
    public static LocalSettings Load(string contentRoot)
    {
        var path = Path.Combine(contentRoot, "local.settings.json");
        var json = JsonFile.Load(path);
        if (json.GetValue("IsEncrypted", defaultValue: false))
        {
            throw new EmbeddedHostException($"{path} is encrypted; run 'func settings decrypt' or set IsEncrypted to false.");
        }

        var values = json.GetSection("Values").AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null);
        return new LocalSettings(
            values.ToDictionary(pair => Key(pair.Key), pair => pair.Value, StringComparer.OrdinalIgnoreCase),
            json.GetValue<int?>("Host:LocalHttpPort"));
    }

    /// <summary>An environment variable's name as a configuration key.</summary>
    public static string Key(string name) => name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
}
