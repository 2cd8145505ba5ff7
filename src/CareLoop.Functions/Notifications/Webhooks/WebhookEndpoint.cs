using System.Collections.Immutable;
using Azure;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Where a partner wants to hear of case events.</summary>
public sealed record WebhookEndpoint
{
    public required string Organisation { get; init; }

    /// <summary>Follows from the request that created it; never given to another one.</summary>
    public required string Id { get; init; }

    public required Uri Address { get; init; }

    /// <summary>Events of interest; empty for all.</summary>
    public required ImmutableSortedSet<string> EventTypes { get; init; }

    /// <summary>Sites of interest; empty for the whole organisation.</summary>
    public required ImmutableSortedSet<string> Sites { get; init; }

    /// <summary>Why and since when nothing is sent; null while it is enabled.</summary>
    public Disabling? Disabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>One more with every change; what If-Match compares.</summary>
    public required int Version { get; init; }

    /// <summary>What it is signed with, wrapped.</summary>
    public required WrappedKey Secrets { get; init; }

    public required DateTimeOffset SecretChangedAt { get; init; }

    /// <summary>Until when the secret before still signs too.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>Hash of what it was created from, to tell a repeated request from another one.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The request that changed the secret last: repeated, it does not change it again.</summary>
    public string? RotatedBy { get; init; }

    /// <summary>Guards the next write.</summary>
    public ETag ETag { get; init; }

    public bool Wants(string site) => Disabled is null && (Sites.IsEmpty || Sites.Contains(site));

    public bool WantsEvent(string type) => EventTypes.IsEmpty || EventTypes.Contains(type);
}

/// <summary>An endpoint that is sent nothing.</summary>
public sealed record Disabling(DisablingReason Reason, DateTimeOffset At);

/// <summary>Why an endpoint is sent nothing.</summary>
public enum DisablingReason
{
    /// <summary>A member of staff has switched it off.</summary>
    SwitchedOff,

    /// <summary>It answered 410 Gone.</summary>
    Gone,
}
