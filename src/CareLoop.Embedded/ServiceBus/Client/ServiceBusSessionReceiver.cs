using CareLoop.Embedded.ServiceBus.Delivery;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>The one consumer of a session, until it is closed or its lock runs out.</summary>
public sealed class ServiceBusSessionReceiver : ServiceBusReceiver
{
    private readonly SessionHold hold;

    internal ServiceBusSessionReceiver(ServiceBusClient client, string path, ServiceBusSessionReceiverOptions options, SessionHold hold)
        : base(client, path, new ServiceBusReceiverOptions { ReceiveMode = options.ReceiveMode }) =>
        this.hold = hold;

    public string SessionId => hold.SessionId;

    public DateTimeOffset SessionLockedUntil => hold.Until;

    private protected override SessionHold? Hold => hold;

    public Task RenewSessionLockAsync(CancellationToken cancellationToken = default)
    {
        var mailbox = Open(cancellationToken);
        lock (Context.Gate)
            mailbox.Sessions.Renew(hold);

        return Task.CompletedTask;
    }

    /// <summary>Small data kept with the session across receivers; null if there is none.</summary>
    public Task<BinaryData?> GetSessionStateAsync(CancellationToken cancellationToken = default)
    {
        RequireHeld(cancellationToken);
        return Task.FromResult(Port(cancellationToken).GetSessionState(SessionId));
    }

    /// <param name="sessionState">Null removes the state.</param>
    public Task SetSessionStateAsync(BinaryData? sessionState, CancellationToken cancellationToken = default) =>
        Port(cancellationToken).SetSessionStateAsync(hold, sessionState);

    /// <summary>A session's messages are locked with the session.</summary>
    /// <exception cref="InvalidOperationException">Always: renew the session's lock instead.</exception>
    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException($"Messages of a session have no lock of their own; use {nameof(RenewSessionLockAsync)}.");

    /// <summary>Gives the session back; what was received and not settled becomes available again.</summary>
    public override ValueTask DisposeAsync()
    {
        if (!IsClosed)
        {
            lock (Context.Gate)
                Mailbox.Sessions.Release(hold);
        }

        return base.DisposeAsync();
    }

    private void RequireHeld(CancellationToken cancellation)
    {
        var mailbox = Open(cancellation);
        lock (Context.Gate)
            mailbox.Sessions.RequireHeld(hold);
    }
}
