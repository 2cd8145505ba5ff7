using CareLoop.Embedded.ServiceBus.Delivery;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>What a handler can do with its message. Once the message is settled the broker leaves it alone.</summary>
public sealed class MessageSettlement
{
    private readonly SettlementPort port;
    private readonly ServiceBusReceivedMessage message;

    internal MessageSettlement(SettlementPort port, ServiceBusReceivedMessage message) => (this.port, this.message) = (port, message);

    /// <summary>Whether one of the settling methods was called and succeeded.</summary>
    public bool IsSettled { get; private set; }

    public Task CompleteAsync() => SettleAsync(port.CompleteAsync(message.LockTokenGuid));

    /// <summary>Gives the message back for immediate redelivery, with changed application properties if given.</summary>
    public Task AbandonAsync(IDictionary<string, object>? propertiesToModify = null) =>
        SettleAsync(port.AbandonAsync(message.LockTokenGuid, propertiesToModify));

    public Task DeadLetterAsync(
        IDictionary<string, object>? propertiesToModify = null, string? reason = null, string? description = null) =>
        SettleAsync(port.DeadLetterAsync(message.LockTokenGuid, new Verdict(reason, description, propertiesToModify)));

    /// <summary>Starts the lock again from now; the processor does so by itself while the handler runs.</summary>
    public void RenewLock() => message.LockedUntil = port.Renew(message.LockTokenGuid);

    /// <summary>Small data kept with the session; null if there is none.</summary>
    public BinaryData? GetSessionState() => port.GetSessionState(Session);

    /// <exception cref="ServiceBusException">The message's lock has run out.</exception>
    public Task SetSessionStateAsync(BinaryData? state) => message.SessionId is null
        ? throw new InvalidOperationException("The message belongs to no session.")
        : port.SetSessionStateAsync(message.LockTokenGuid, state);

    private string Session => message.SessionId ?? throw new InvalidOperationException("The message belongs to no session.");

    private async Task SettleAsync(Task settling)
    {
        await settling;
        IsSettled = true;
    }
}
