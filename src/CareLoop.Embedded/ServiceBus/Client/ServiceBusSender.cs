using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>Sends to one queue or topic. A send completes when its messages are on disk.</summary>
public sealed class ServiceBusSender : IAsyncDisposable
{
    private readonly ServiceBusClient client;

    internal ServiceBusSender(ServiceBusClient client, string entity) => (this.client, EntityPath) = (client, entity);

    public string EntityPath { get; }

    public bool IsClosed { get; private set; }

    public Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync([message], null, cancellationToken);
    }

    /// <summary>Sends all of the messages or none.</summary>
    public Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var list = messages.ToList();
        return list.Count == 0 ? Task.CompletedTask : SendAsync(list, null, cancellationToken);
    }

    /// <returns>The number that cancels the message while it is scheduled; when it is enqueued it gets another.</returns>
    public async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (await SendAsync([message], scheduledEnqueueTime, cancellationToken))[0];
    }

    /// <exception cref="ServiceBusException">The message is not scheduled any more (MessageNotFound).</exception>
    public Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default)
    {
        RequireOpen(cancellationToken);
        BrokerMeter.Count(EntityPath, "cancel");
        return client.Broker.Entities.Destination(EntityPath).CancelAsync(sequenceNumber);
    }

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<long>> SendAsync(
        IReadOnlyList<ServiceBusMessage> messages, DateTimeOffset? due, CancellationToken cancellation)
    {
        RequireOpen(cancellation);
        var contents = messages.Select(MessageContent.Of);
        if (due is { } time)
            contents = contents.Select(content => content with { ScheduledEnqueueTime = time });

        BrokerMeter.Count(EntityPath, "send");
        return await client.Broker.Entities.Destination(EntityPath).SendAsync(contents);
    }

    private void RequireOpen(CancellationToken cancellation)
    {
        client.RequireOpen();
        ObjectDisposedException.ThrowIf(IsClosed, this);
        cancellation.ThrowIfCancellationRequested();
    }
}
