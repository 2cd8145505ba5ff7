using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareLoop.Functions.Directory;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Channels;

/// <summary>The accounts of this deployment, read from section <c>Channels</c> and checked once, when the application starts.</summary>
public sealed partial class ChannelAccounts
{
    private readonly FrozenDictionary<(string Platform, string Account), ChannelAccount> accounts;
    private readonly FrozenDictionary<string, IChannelAdapter> adapters;

    /// <exception cref="InvalidOperationException">Settings are missing or wrong; the message lists all of them by name, and never a value.</exception>
    public ChannelAccounts(IConfiguration configuration, IEnumerable<IChannelAdapter> adapters, DirectorySettings directory)
    {
        this.adapters = adapters.ToFrozenDictionary(adapter => adapter.Platform, StringComparer.Ordinal);
        List<string> complaints = [];
        List<ChannelAccount> found = [];
        foreach (var platform in configuration.GetSection("Channels").GetChildren())
        {
            if (!this.adapters.TryGetValue(platform.Key.ToLowerInvariant(), out var adapter))
            {
                complaints.Add($"{Name(platform)}: there is no such platform; the platforms are {string.Join(", ", this.adapters.Keys.Order())}.");
                continue;
            }

            foreach (var section in platform.GetChildren())
            {
                var values = ValuesOf(section);
                var account = Read(section.Key.ToLowerInvariant(), values, adapter.Platform, directory.Organisation) with
                {
                    Subscriptions = section.GetChildren().FirstOrDefault(child => child.Key == nameof(ChannelAccount.Subscriptions)) is { } subscriptions
                        ? ValuesOf(subscriptions).ToImmutableSortedDictionary(StringComparer.Ordinal)
                        : ImmutableSortedDictionary<string, string>.Empty,
                };
                complaints.AddRange(Lacking(account, values.ContainsKey("ApiBase")).Concat(adapter.Check(account)).Select(sentence => $"{Name(section)}: {sentence}"));
                found.Add(account);
            }
        }

        accounts = complaints.Count == 0
            ? found.ToFrozenDictionary(account => (account.Platform, account.Id))
            : throw new InvalidOperationException($"The channel accounts cannot be used.\n{string.Join('\n', complaints)}");
    }

    public ImmutableArray<ChannelAccount> All => accounts.Values;

    /// <summary>An account and who speaks its platform's language; null when there is none of that name.</summary>
    public (ChannelAccount Account, IChannelAdapter Adapter)? Find(string platform, string account) =>
        accounts.TryGetValue((platform, account), out var found) ? (found, adapters[platform]) : null;

    private static ChannelAccount Read(string id, Dictionary<string, string> values, string platform, string organisation) => new()
    {
        Platform = platform,
        Id = id,
        Channel = values.GetValueOrDefault("Channel", string.Empty),
        Site = values.GetValueOrDefault("Site", string.Empty),
        Organisation = organisation,
        Secrets = Both(values, "Secret"),
        EncodingKeys = Both(values, "EncodingKey"),
        AppId = values.GetValueOrDefault("AppId"),
        AppSecret = values.GetValueOrDefault("AppSecret"),
        SubscriptionPage = values.GetValueOrDefault("SubscriptionPage"),
        ApiBase = Uri.TryCreate(values.GetValueOrDefault("ApiBase"), UriKind.Absolute, out var address) ? address : null,
        MediaHosts = [.. values.GetValueOrDefault("MediaHosts", string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
    };

    /// <summary>The settings of one account that are not empty, by name.</summary>
    private static Dictionary<string, string> ValuesOf(IConfigurationSection section) => section.GetChildren()
        .Where(child => !string.IsNullOrEmpty(child.Value))
        .ToDictionary(child => child.Key, child => child.Value!, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Lacking(ChannelAccount account, bool hasApiBase)
    {
        // Whoever reads the traffic there reads our secrets.
        if (hasApiBase && account.ApiBase is not ({ Scheme: "https" } or { Scheme: "http", IsLoopback: true }))
        {
            yield return "ApiBase must be an https address that ends with a slash.";
        }


        if (!AccountName().IsMatch(account.Id))
        {
            yield return "an account's name has 1 to 40 lower-case letters and digits, because it is part of an address and of a setting's name.";
        }

        if (account.Channel.Length == 0)
        {
            yield return "Channel is missing: the channel of the glossary that cases from here carry.";
        }

        if (account.Site.Length == 0)
        {
            yield return "Site is missing: the site of the directory whose matters these are.";
        }

        if (account.Secrets.IsEmpty)
        {
            yield return "Secret is missing: what the platform signs with.";
        }
    }

    private static ImmutableArray<string> Both(Dictionary<string, string> values, string name) =>
        [.. new[] { values.GetValueOrDefault(name), values.GetValueOrDefault($"Second{name}") }.OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string Name(IConfigurationSection section) => section.Path.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9]{1,40}$")]
    private static partial Regex AccountName();
}
