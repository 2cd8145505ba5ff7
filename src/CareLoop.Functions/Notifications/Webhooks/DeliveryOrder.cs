using System.Text.Json.Serialization;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>What a message of queue <c>deliveries</c> asks for: ids only.</summary>
/// <param name="Organisation">Organisation id.</param>
/// <param name="Endpoint">The endpoint it is about.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "order")]
[JsonDerivedType(typeof(Attempt), "attempt")]
[JsonDerivedType(typeof(ReplayFailed), "replayFailed")]
public abstract record DeliveryOrder(string Organisation, string Endpoint)
{
    /// <summary>Make one attempt of one delivery.</summary>
    /// <param name="Delivery">Its place in the endpoint's log.</param>
    /// <param name="Round">The round it belongs to; messages of earlier rounds are over.</param>
    /// <param name="Number">Which attempt of the round, from 1.</param>
    public sealed record Attempt(string Organisation, string Endpoint, string Delivery, int Round, int Number) : DeliveryOrder(Organisation, Endpoint);

    /// <summary>Begin again with everything that was given up.</summary>
    /// <param name="Request">The request that asked for it.</param>
    /// <param name="After">Where in the log to go on.</param>
    public sealed record ReplayFailed(string Organisation, string Endpoint, string Request, string? After) : DeliveryOrder(Organisation, Endpoint);
}
