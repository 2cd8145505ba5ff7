namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>An endpoint as managers and operators see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Address">Where events go.</param>
/// <param name="EventTypes">Which events; empty for all.</param>
/// <param name="Sites">Of which sites; empty for all.</param>
/// <param name="Enabled">Whether anything is sent.</param>
/// <param name="DisabledReason">Why nothing is sent.</param>
/// <param name="DisabledAt">Since when.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="SecretChangedAt">When its secret was given out last.</param>
/// <param name="OldSecretUntil">Until when the secret before signs too.</param>
/// <param name="Version">The same as the ETag.</param>
/// <param name="Secret">The secret; only in the answer to whoever asked for it to be made.</param>
public sealed record WebhookView(
    string Id,
    string Address,
    IReadOnlyCollection<string> EventTypes,
    IReadOnlyCollection<string> Sites,
    bool Enabled,
    DisablingReason? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset SecretChangedAt,
    DateTimeOffset? OldSecretUntil,
    int Version,
    string? Secret)
{
    public static WebhookView Of(WebhookEndpoint endpoint, DateTimeOffset now, string? secret = null) => new(
        endpoint.Id,
        endpoint.Address.AbsoluteUri,
        endpoint.EventTypes,
        endpoint.Sites,
        endpoint.Disabled is null,
        endpoint.Disabled?.Reason,
        endpoint.Disabled?.At,
        endpoint.CreatedAt,
        endpoint.SecretChangedAt,
        endpoint.OldSecretUntil > now ? endpoint.OldSecretUntil : null,
        endpoint.Version,
        secret);
}

/// <summary>A line of an endpoint's delivery log.</summary>
/// <param name="Id">Its place in the log.</param>
/// <param name="EventId">The event as its receiver knows it.</param>
/// <param name="EventType">What happened.</param>
/// <param name="CaseNumber">The case.</param>
/// <param name="At">When the event took effect.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Attempt">The last attempt begun, of ten.</param>
/// <param name="Calls">Calls made, those of earlier rounds included.</param>
/// <param name="Unclear">Calls of which nobody knows what came of them; each was made again.</param>
/// <param name="LastCallAt">When it was sent last.</param>
/// <param name="NextAttemptAt">When it is sent next.</param>
/// <param name="HttpStatus">The partner's last answer.</param>
/// <param name="Error">Why the last call did not count.</param>
/// <param name="SentAt">When the partner took it.</param>
public sealed record WebhookDeliveryView(
    string Id,
    string EventId,
    string EventType,
    string CaseNumber,
    DateTimeOffset At,
    DeliveryStatus Status,
    int Attempt,
    int Calls,
    int Unclear,
    DateTimeOffset? LastCallAt,
    DateTimeOffset? NextAttemptAt,
    int? HttpStatus,
    WebhookError? Error,
    DateTimeOffset? SentAt)
{
    public static WebhookDeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id,
        delivery.EventId,
        delivery.EventType,
        delivery.CaseNumber,
        delivery.At,
        delivery.Status,
        delivery.Attempt,
        delivery.Calls,
        delivery.Unclear,
        delivery.LastCallAt,
        delivery.NextAttemptAt,
        delivery.HttpStatus,
        delivery.Error,
        delivery.SentAt);
}
