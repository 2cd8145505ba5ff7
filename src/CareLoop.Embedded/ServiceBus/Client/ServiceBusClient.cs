using CareLoop.Embedded.ServiceBus.Delivery;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>Makes senders and receivers. An entity that does not exist is reported by the first operation, as on Azure.</summary>
public sealed class ServiceBusClient(EmbeddedBroker broker) : IAsyncDisposable
{
    /// <summary>How long a call waits for a message or session when its caller does not say; real time, as on Azure.</summary>
    internal static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(60);

    public bool IsClosed { get; private set; }

    internal EmbeddedBroker Broker => broker;

    public ServiceBusSender CreateSender(string queueOrTopicName)
    {
        ArgumentException.ThrowIfNullOrEmpty(queueOrTopicName);
        return new ServiceBusSender(this, queueOrTopicName);
    }

    public ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions? options = default) =>
        Receiver(queueName, null, options);

    public ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName, ServiceBusReceiverOptions? options = default) =>
        Receiver(topicName, subscriptionName, options);

    /// <exception cref="ServiceBusException">No session with messages became free in time (ServiceTimeout).</exception>
    public Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string queueName, ServiceBusSessionReceiverOptions? options = default, CancellationToken cancellationToken = default) =>
        AcceptNextAsync(queueName, options, cancellationToken);

    /// <inheritdoc cref="AcceptNextSessionAsync(string, ServiceBusSessionReceiverOptions?, CancellationToken)"/>
    public Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string topicName,
        string subscriptionName,
        ServiceBusSessionReceiverOptions? options = default,
        CancellationToken cancellationToken = default) =>
        AcceptNextAsync(Namespace.PathOf(topicName, subscriptionName), options, cancellationToken);

    /// <exception cref="ServiceBusException">Another receiver holds the session (SessionCannotBeLocked).</exception>
    public Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string queueName,
        string sessionId,
        ServiceBusSessionReceiverOptions? options = default,
        CancellationToken cancellationToken = default) =>
        AcceptAsync(queueName, sessionId, options, cancellationToken);

    /// <inheritdoc cref="AcceptSessionAsync(string, string, ServiceBusSessionReceiverOptions?, CancellationToken)"/>
    public Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string topicName,
        string subscriptionName,
        string sessionId,
        ServiceBusSessionReceiverOptions? options = default,
        CancellationToken cancellationToken = default) =>
        AcceptAsync(Namespace.PathOf(topicName, subscriptionName), sessionId, options, cancellationToken);

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }

    internal void RequireOpen() => ObjectDisposedException.ThrowIf(IsClosed, this);

    private ServiceBusReceiver Receiver(string entity, string? subscription, ServiceBusReceiverOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(entity);
        return new ServiceBusReceiver(this, Namespace.PathOf(entity, subscription), options ?? new ServiceBusReceiverOptions());
    }

    private async Task<ServiceBusSessionReceiver> AcceptNextAsync(
        string path, ServiceBusSessionReceiverOptions? options, CancellationToken cancellation)
    {
        var mailbox = SessionMailbox(path, cancellation);
        var request = new AcceptRequest(mailbox);
        var gate = broker.Context.Gate;
        lock (gate)
            mailbox.Enlist(request);

        var hold = await Patience.WaitAsync(
            gate, request.Answer, () => mailbox.Withdraw(request), request.GiveUp, UsualWait, cancellation);
        if (hold is null)
            throw new ServiceBusException("No session with messages became free in time.", ServiceBusFailureReason.ServiceTimeout, path);

        return new ServiceBusSessionReceiver(this, path, options ?? new ServiceBusSessionReceiverOptions(), hold);
    }

    private Task<ServiceBusSessionReceiver> AcceptAsync(
        string path, string sessionId, ServiceBusSessionReceiverOptions? options, CancellationToken cancellation)
    {
        var mailbox = SessionMailbox(path, cancellation);
        lock (broker.Context.Gate)
        {
            var hold = mailbox.Sessions.Accept(sessionId);
            return Task.FromResult(new ServiceBusSessionReceiver(this, path, options ?? new ServiceBusSessionReceiverOptions(), hold));
        }
    }

    private Mailbox SessionMailbox(string path, CancellationToken cancellation)
    {
        RequireOpen();
        cancellation.ThrowIfCancellationRequested();
        BrokerMeter.Count(path, "accept session");
        var mailbox = broker.Entities.Mailbox(path, SubQueue.None);
        return mailbox.Rules.RequiresSession
            ? mailbox
            : throw new InvalidOperationException($"'{path}' has no sessions, so a session receiver cannot be made for it.");
    }
}
