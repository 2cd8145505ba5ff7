using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>The robots of this deployment, read from section <c>Robots</c> and checked once, when the application starts.</summary>
public sealed partial class RobotSettings
{
    private readonly FrozenDictionary<string, IRobotPlatform> platforms;
    private readonly FrozenDictionary<string, Robot> robots;

    /// <exception cref="InvalidOperationException">Settings are missing or wrong; the message lists all of them by name, and never a value.</exception>
    public RobotSettings(IConfiguration configuration, IEnumerable<IRobotPlatform> platforms)
    {
        this.platforms = platforms.ToFrozenDictionary(platform => platform.Name, StringComparer.Ordinal);
        List<string> complaints = [];
        List<Robot> found = [];
        foreach (var section in configuration.GetSection("Robots").GetChildren())
        {
            var (id, name) = (section.Key.ToLowerInvariant(), $"Robots__{section.Key}");
            var before = complaints.Count;
            var values = section.GetChildren().Where(child => !string.IsNullOrEmpty(child.Value))
                .ToDictionary(child => child.Key, child => child.Value!, StringComparer.OrdinalIgnoreCase);
            if (!RobotName().IsMatch(id))
            {
                complaints.Add($"{name}: a robot's name has 1 to 40 letters and digits.");
            }

            var platform = values.GetValueOrDefault("Platform", string.Empty).ToLowerInvariant();
            if (!this.platforms.ContainsKey(platform))
            {
                complaints.Add($"{name}__Platform must be one of {string.Join(", ", this.platforms.Keys.Order())}.");
            }

            // Whoever reads the traffic there can speak in the group.
            var address = Uri.TryCreate(values.GetValueOrDefault("Address"), UriKind.Absolute, out var uri) ? uri : null;
            if (address is not ({ Scheme: "https" } or { Scheme: "http", IsLoopback: true }))
            {
                complaints.Add($"{name}__Address must be the https address that the platform shows for the robot.");
            }

            if (!values.TryGetValue("Site", out var site))
            {
                complaints.Add($"{name}__Site is missing: the site of the directory whose notices it tells.");
            }

            if (complaints.Count == before)
            {
                found.Add(new Robot
                {
                    Id = id,
                    Platform = platform,
                    Address = address!,
                    Secret = values.GetValueOrDefault("Secret"),
                    Site = site!,
                    Kinds = [.. values.GetValueOrDefault("Kinds", string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
                });
            }
        }

        robots = complaints.Count == 0
            ? found.ToFrozenDictionary(robot => robot.Id, StringComparer.Ordinal)
            : throw new InvalidOperationException($"The robots cannot be used.\n{string.Join('\n', complaints)}");
    }

    public ImmutableArray<Robot> All => robots.Values;

    /// <summary>A robot and who speaks its platform's language; null when there is none of that name any more.</summary>
    public (Robot Robot, IRobotPlatform Platform)? Find(string id) => robots.TryGetValue(id, out var robot) ? (robot, platforms[robot.Platform]) : null;

    [GeneratedRegex("^[a-z0-9]{1,40}$")]
    private static partial Regex RobotName();
}
