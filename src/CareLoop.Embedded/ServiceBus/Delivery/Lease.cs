using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>A message in the hands of one consumer, from the moment it is chosen until it is settled or taken back.</summary>
internal sealed class Lease(Envelope message, Lane lane, SessionHold? hold)
{
    // The message may be delivered once more before a slow consumer looks at this delivery.
    private readonly int deliveryCount = message.DeliveryCount;

    public Guid Token { get; } = Guid.NewGuid();

    public Envelope Message => message;

    public Lane Lane => lane;

    public SessionHold? Hold => hold;

    /// <summary>When the message goes back; a session's messages go back with the session.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>A receiver's session locks its messages too; a processor locks the message and with it the session.</summary>
    public DateTimeOffset LockedUntil => hold is { PerMessage: false } ? hold.Until : Until;

    public Appointment? Expiry { get; set; }

    /// <summary>A change of this message is on its way to disk: no other is accepted, and the lock does not run out.</summary>
    public bool InTransit
    {
        get;
        set
        {
            if (value != field)
                lane.InTransit += value ? 1 : -1;

            field = value;
        }
    }

    public ServiceBusReceivedMessage ToMessage() => Describe(message, deliveryCount, Token, LockedUntil);

    /// <summary>A message as somebody sees it who has no lock on it.</summary>
    public static ServiceBusReceivedMessage Describe(Envelope message) =>
        Describe(message, message.IsPrepaid ? message.DeliveryCount - 1 : message.DeliveryCount, default, default);

    private static ServiceBusReceivedMessage Describe(Envelope message, int deliveryCount, Guid token, DateTimeOffset lockedUntil) =>
        new(MessageCodec.Decode(message.Content))
        {
            LockTokenGuid = token,
            LockedUntil = lockedUntil,
            DeliveryCount = deliveryCount,
            SequenceNumber = message.Sequence,
            EnqueuedSequenceNumber = message.EnqueuedSequence,
            EnqueuedTime = message.EnqueuedAt,
            ExpiresAt = message.ExpiresAt,
        };
}
