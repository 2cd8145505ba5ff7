using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Embedded.Hosting.Configuration;

/// <summary>Replaces <c>%Name%</c> in attributes by the setting of that name.</summary>
internal sealed partial class SettingExpressions(IConfiguration configuration)
{
    /// <returns>The value; null, with the reason added to <paramref name="problems"/>, when a setting is missing.</returns>
    public string? Resolve(string expression, string where, ICollection<string> problems)
    {
        var before = problems.Count;
        var resolved = Reference().Replace(expression, match =>
        {
            var name = match.Groups[1].Value;
            var value = configuration[LocalSettings.Key(name)];
            if (string.IsNullOrEmpty(value))
            {
                problems.Add($"{where} names the setting %{name}%, which is not set; add it to local.settings.json or the environment.");
            }

            return value ?? string.Empty;
        });
        return problems.Count == before ? resolved : null;
    }

    /// <summary>Whether a connection is configured: as one setting, or as a group such as <c>Name__fullyQualifiedNamespace</c>.</summary>
    public bool HasConnection(string name) => configuration.GetSection(LocalSettings.Key(name)).Exists();

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
