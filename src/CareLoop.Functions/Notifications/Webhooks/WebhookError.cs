namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Why a partner does not have an event.</summary>
public enum WebhookError
{
    /// <summary>An answer that is not 2xx.</summary>
    Status,

    /// <summary>An answer that sends us elsewhere; we do not follow.</summary>
    Redirect,

    /// <summary>410: the endpoint wants no more, and is disabled.</summary>
    Gone,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>The name stands for an address that is not called.</summary>
    AddressRefused,

    /// <summary>The endpoint was disabled when the turn came.</summary>
    Disabled,
}
