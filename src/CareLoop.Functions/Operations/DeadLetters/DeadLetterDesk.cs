using CareLoop.Functions.Conversations;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Notifications.Robots;
using CareLoop.Functions.Notifications.Webhooks;

namespace CareLoop.Functions.Operations.DeadLetters;

/// <summary>The dead letters of the queues, and of the subscriptions of <c>case-events</c>. A place is the name of a queue or of a subscription.</summary>
public sealed class DeadLetterDesk(ServiceBusClient client, ServiceBusSender sender)
{
    /// <summary>Service Bus hands dead letters out by age only: to reach one, those before it are held for a moment and given back.</summary>
    private const int MostHeld = 1000;

    private const int BatchSize = 100;
    private const char ReplayMark = '~';

    /// <summary>Long enough for a connection to be made; what is there comes at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly IReadOnlyList<string> Queues = [InboundQueue.Name, DeliveryQueue.Name, RobotQueue.Name];

    /// <summary>Where dead letters can be, as operators name it.</summary>
    public static IReadOnlyList<string> Entities { get; } = [.. NoticeMessage.Audiences.Concat(Queues).Select(EntityOf)];

    /// <summary>The place in the name of an entity.</summary>
    /// <exception cref="Api.ApiProblem">There is no such entity.</exception>
    public static string PlaceOf(string entity) =>
        NoticeMessage.Audiences.Concat(Queues).FirstOrDefault(place => EntityOf(place) == entity) ?? throw DeadLetterOrder.Unknown("entity", Entities);

    /// <summary>The case a message is about; null where sessions are those of conversations or robots.</summary>
    public static string? CaseOf(string place, ServiceBusReceivedMessage message) => place is InboundQueue.Name or RobotQueue.Name ? null : message.SessionId;

    /// <summary>One page, oldest first; nothing is taken.</summary>
    /// <param name="from">The first sequence number of interest.</param>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(string place, long from, int most, CancellationToken cancellation)
    {
        await using var receiver = Open(place);
        return await receiver.PeekMessagesAsync(most, from, cancellation);
    }

    /// <summary>Takes one dead letter, sees to it and removes it. While it is held nobody else can decide about it.</summary>
    /// <param name="see">Runs at least once; a crash after it brings the dead letter back.</param>
    /// <returns>False if it could not be had: somebody else holds it, or too many are older.</returns>
    public async Task<bool> TakeAsync(
        string place, long sequenceNumber, Func<ServiceBusReceivedMessage, Task> see, CancellationToken cancellation)
    {
        await using var receiver = Open(place);
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
    /// Sends a dead letter again to the queue or the one subscription that gave it up. Its id differs from the first sending, which the broker may
    /// still remember, and is the same whenever this dead letter is replayed; the notice inside keeps its own id.
    /// </summary>
    public async Task ReplayAsync(string place, ServiceBusReceivedMessage message, CancellationToken cancellation)
    {
        var again = new ServiceBusMessage(message) { MessageId = $"{message.MessageId?.Split(ReplayMark)[0]}{ReplayMark}{message.SequenceNumber}" };
        again.ApplicationProperties.Remove(NoticeMessage.Audience);
        again.ApplicationProperties[NoticeMessage.ReplayFor] = place;
        if (!Queues.Contains(place))
        {
            await sender.SendMessageAsync(again, cancellation);
            return;
        }

        await using var queue = client.CreateSender(place);
        await queue.SendMessageAsync(again, cancellation);
    }

    public static string EntityOf(string place) => Queues.Contains(place) ? place : $"{NoticeMessage.Topic}/{place}";

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

    private ServiceBusReceiver Open(string place)
    {
        ServiceBusReceiverOptions options = new() { SubQueue = SubQueue.DeadLetter };
        return Queues.Contains(place) ? client.CreateReceiver(place, options) : client.CreateReceiver(NoticeMessage.Topic, place, options);
    }
}
