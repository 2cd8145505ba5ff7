namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>Somebody who wants messages or a session. All members are called under the broker's gate.</summary>
internal interface IDemand
{
    bool Wants { get; }

    /// <summary>Whether it stays in line after it was served.</summary>
    bool IsStanding { get; }

    /// <summary>Takes something from the lane; called only while it wants.</summary>
    void Serve(Lane lane);
}

/// <summary>Receives leased messages. All members are called under the broker's gate.</summary>
internal interface IRecipient
{
    /// <summary>The delivery is on disk: the messages may be worked on.</summary>
    void Received(IReadOnlyList<Lease> leases);

    /// <summary>The delivery could not be written; the messages are available again.</summary>
    void Failed(Exception error);
}
