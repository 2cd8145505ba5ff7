using CareLoop.Functions.Notifications;

namespace CareLoop.Functions.Operations.DeadLetters;

/// <summary>The dead letters of the subscriptions of <c>case-events</c>.</summary>
public sealed class DeadLetterDesk(ServiceBusClient client, ServiceBusSender sender)
{
    /// <summary>Service Bus hands dead letters out by age only: to reach one, those before it are held for a moment and given back.</summary>
    private const int MostHeld = 1000;

    private const int BatchSize = 100;
    private const char ReplayMark = '~';

    /// <summary>Long enough for a connection to be made; what is there comes at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where dead letters can be, as operators name it.</summary>
    public static IReadOnlyList<string> Entities { get; } = [.. NoticeMessage.Audiences.Select(EntityOf)];

    /// <summary>The subscription in the name of an entity.</summary>
    /// <exception cref="Api.ApiProblem">There is no such entity.</exception>
    public static string SubscriberOf(string entity) =>
        NoticeMessage.Audiences.FirstOrDefault(audience => EntityOf(audience) == entity) ?? throw DeadLetterOrder.Unknown("entity", Entities);

    /// <summary>One page, oldest first; nothing is taken.</summary>
    /// <param name="from">The first sequence number of interest.</param>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(string subscriber, long from, int most, CancellationToken cancellation)
    {
        await using var receiver = Open(subscriber);
        return await receiver.PeekMessagesAsync(most, from, cancellation);
    }

    /// <summary>Takes one dead letter, sees to it and removes it. While it is held nobody else can decide about it.</summary>
    /// <param name="see">Runs at least once; a crash after it brings the dead letter back.</param>
    /// <returns>False if it could not be had: somebody else holds it, or too many are older.</returns>
    public async Task<bool> TakeAsync(
        string subscriber, long sequenceNumber, Func<ServiceBusReceivedMessage, Task> see, CancellationToken cancellation)
    {
        await using var receiver = Open(subscriber);
        List<ServiceBusReceivedMessage> held = [];
        try
        {
            while (held.Count < MostHeld && await receiver.ReceiveMessagesAsync(BatchSize, Patience, cancellation) is { Count: > 0 } batch)
            {
                held.AddRange(batch);
                if (batch.FirstOrDefault(message => message.SequenceNumber == sequenceNumber) is { } wanted)
                {
                    await see(wanted);
                    await receiver.CompleteMessageAsync(wanted, cancellation);
                    held.Remove(wanted);
                    return true;
                }
            }

            return false;
        }
        finally
        {
            foreach (var message in held)
            {
                await GiveBackAsync(receiver, message);
            }
        }
    }

    /// <summary>
    /// Sends a dead letter again to the one subscription that gave it up. Its id differs from the first sending, which the broker may
    /// still remember, and is the same whenever this dead letter is replayed; the notice inside keeps its own id.
    /// </summary>
    public Task ReplayAsync(string subscriber, ServiceBusReceivedMessage message, CancellationToken cancellation)
    {
        var again = new ServiceBusMessage(message) { MessageId = $"{message.MessageId?.Split(ReplayMark)[0]}{ReplayMark}{message.SequenceNumber}" };
        again.ApplicationProperties.Remove(NoticeMessage.Audience);
        again.ApplicationProperties[NoticeMessage.ReplayFor] = subscriber;
        return sender.SendMessageAsync(again, cancellation);
    }

    public static string EntityOf(string subscriber) => $"{NoticeMessage.Topic}/{subscriber}";

    private static async Task GiveBackAsync(ServiceBusReceiver receiver, ServiceBusReceivedMessage message)
    {
        try
        {
            // Also when the request has been given up: nobody else could take the message before its lock runs out.
            await receiver.AbandonMessageAsync(message, cancellationToken: CancellationToken.None);
        }
        catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            // It has gone back by itself.
        }
    }

    private ServiceBusReceiver Open(string subscriber) =>
        client.CreateReceiver(NoticeMessage.Topic, subscriber, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
}
