namespace CareLoop.Domain.Directory;

/// <summary>A complaint about a merchant, contractor or outlet, as the index remembers it.</summary>
/// <param name="CaseId">Its case.</param>
/// <param name="CustomerKey">Keyed hash of the customer.</param>
/// <param name="ReceivedAt">When it was received.</param>
public sealed record CounterpartyComplaint(string CaseId, string CustomerKey, DateTimeOffset ReceivedAt);
