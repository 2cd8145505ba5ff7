using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Functions.Tests.AzureForm.Attributes;

/// <summary>What attributes and code refer to by name only, so that no compiler can check it.</summary>
/// <param name="SampleSettings">Names in local.settings.sample.json, as configuration keys.</param>
/// <param name="AzureSettings">Names that the Bicep files give to the app, as configuration keys; null while there are none.</param>
internal sealed partial record Surroundings(
    IReadOnlySet<string> SampleSettings, IReadOnlySet<string>? AzureSettings, JsonNode HostJson, BrokerConfig Broker)
{
    public string RoutePrefix => (string?)HostJson["extensions"]?["http"]?["routePrefix"] ?? "api";

    public static Surroundings OfTheApp() => new(
        Settings(RepositoryFolder.Combine("local.settings.sample.json")),
        BicepSettings(RepositoryFolder.Combine("infra", "app", "function-app.bicep")),
        JsonNode.Parse(File.ReadAllText(RepositoryFolder.Combine("src", "CareLoop.Functions", "host.json")))!,
        BrokerConfig.Parse(File.ReadAllText(RepositoryFolder.Combine("infra", "servicebus", "Config.json"))));

    /// <summary>Whether a key is there itself, or as a group: an identity-based connection has several settings below its name.</summary>
    public static bool Has(IReadOnlySet<string> settings, string key) =>
        settings.Contains(key) || settings.Any(setting => setting.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    private static HashSet<string> Settings(string file) =>
        Keys(JsonNode.Parse(File.ReadAllText(file))!["Values"]!.AsObject().Select(value => value.Key));

    private static HashSet<string>? BicepSettings(string file) =>
        File.Exists(file) ? Keys(PropertyName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)) : null;

    private static HashSet<string> Keys(IEnumerable<string> names) =>
        new(names.Select(name => name.Replace("__", ":", StringComparison.Ordinal)), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"^\s+(\w+):\s", RegexOptions.Multiline)]
    private static partial Regex PropertyName();
}
