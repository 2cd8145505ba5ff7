namespace CareLoop.Embedded.ServiceBus;

/// <summary>Names of the application properties that say why a message was dead-lettered, and the broker's own reasons.</summary>
internal static class DeadLetterProperties
{
    public const string Reason = "DeadLetterReason";
    public const string Description = "DeadLetterErrorDescription";

    public const string MaxDeliveryCountExceeded = "MaxDeliveryCountExceeded";
    public const string TimeToLiveExpired = "TTLExpiredException";
    public const string SessionIdIsNull = "Session ID is null";
}
