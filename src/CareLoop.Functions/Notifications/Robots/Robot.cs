using System.Collections.Immutable;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>A group chat's robot that tells a site's staff what came up. Settings <c>Robots:{id}:…</c>.</summary>
public sealed record Robot
{
    /// <summary>Our name for it, lower-case letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary><c>wecom</c>, <c>dingtalk</c> or <c>feishu</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Where it listens. Whoever knows the address can speak in the group: it is never logged.</summary>
    public required Uri Address { get; init; }

    /// <summary>What calls are signed with, where the robot asks for it.</summary>
    public string? Secret { get; init; }

    /// <summary>Whose notices it tells.</summary>
    public required string Site { get; init; }

    /// <summary>Which kinds of notices; empty for all that staff get.</summary>
    public required ImmutableArray<string> Kinds { get; init; }

    public bool Tells(string site, string kind) => Site == site && (Kinds.IsEmpty || Kinds.Contains(kind));

    public override string ToString() => $"{Platform}/{Id}";
}
