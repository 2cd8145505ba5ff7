using System.Collections.Immutable;

namespace CareLoop.Functions.Channels;

/// <summary>
/// One account of ours with a platform: an official account, a mini-program, a robot, a partner. Settings
/// <c>Channels:{platform}:{account}:…</c>; on Azure each may be a Key Vault reference.
/// </summary>
public sealed record ChannelAccount
{
    /// <summary>The adapter's name.</summary>
    public required string Platform { get; init; }

    /// <summary>Our name for the account, lower-case letters and digits: part of the address the platform calls.</summary>
    public required string Id { get; init; }

    /// <summary>Channel of the glossary that cases from here carry, such as <c>WeChat</c>, <c>MiniProgram</c>, <c>Wangwang</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Site of the directory whose matters these are; its entry names pack and profile.</summary>
    public required string Site { get; init; }

    public required string Organisation { get; init; }

    /// <summary>What calls are signed with: one secret, or two while it is being rotated.</summary>
    public required ImmutableArray<string> Secrets { get; init; }

    /// <summary>What bodies are encrypted with, where the platform does: one key, or two while it is being rotated.</summary>
    public ImmutableArray<string> EncodingKeys { get; init; } = [];

    /// <summary>Whom the platform writes to: app id, corp id, robot code. Messages for another one are refused.</summary>
    public string? AppId { get; init; }

    /// <summary>What we identify ourselves with when we call the platform.</summary>
    public string? AppSecret { get; init; }

    /// <summary>Where the platform's API is, if not at its usual address: a relay with a fixed outbound address, or a stand-in.</summary>
    public Uri? ApiBase { get; init; }

    /// <summary>Hosts besides the platform's own that media may be fetched from.</summary>
    public ImmutableArray<string> MediaHosts { get; init; } = [];

    /// <summary>Ids of the platform's templates for subscription messages, by the kind of notice they carry.</summary>
    public ImmutableSortedDictionary<string, string> Subscriptions { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The mini-program's page that a subscription message opens, if any.</summary>
    public string? SubscriptionPage { get; init; }

    /// <summary>Where messages were read from belongs in logs; secrets never do.</summary>
    public override string ToString() => $"{Platform}/{Id}";
}
