using System.Collections.Concurrent;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus.CrashWalk;

/// <summary>
/// What senders and handlers do, whatever becomes of the process. Each step can be repeated; effects are noted once,
/// as a handler with a ledger does.
/// </summary>
internal sealed class Story
{
    private readonly ConcurrentDictionary<string, List<string>> effects = new();

    public BrokerConfig Config { get; } = BrokerConfig.Parse(
        """
        { "UserConfig": { "Namespaces": [ { "Name": "walk",
          "Queues": [
            { "Name": "work", "Properties": { "MaxDeliveryCount": 3, "RequiresDuplicateDetection": true,
              "DefaultMessageTimeToLive": "P2D", "DeadLetteringOnMessageExpiration": true } },
            { "Name": "slow", "Properties": { "DefaultMessageTimeToLive": "PT1H", "DeadLetteringOnMessageExpiration": true,
              "RequiresDuplicateDetection": true, "DuplicateDetectionHistoryTimeWindow": "P1D" } } ],
          "Topics": [ { "Name": "events", "Properties": { "RequiresDuplicateDetection": true },
            "Subscriptions": [
              { "Name": "customer", "Properties": { "RequiresSession": true } },
              { "Name": "staff", "Properties": { "MaxDeliveryCount": 2 } } ] } ] } ] } }
        """);

    public List<Func<Life, Task>> Steps { get; } = [];

    public Story Send(string entity, string body, string? session = null, TimeSpan? after = null)
    {
        Steps.Add(life =>
        {
            var message = Messages.Message(body, session, id: body);
            message.ScheduledEnqueueTime = after is { } wait ? BrokerHost.Start + wait : default;
            return life.Client.CreateSender(entity).SendMessageAsync(message);
        });
        return this;
    }

    public Story Until(TimeSpan sinceStart)
    {
        Steps.Add(life => life.UntilAsync(sinceStart));
        return this;
    }

    /// <summary>An operator sends every dead letter of the queue again, under its own id.</summary>
    public Story Replay(string queue)
    {
        Steps.Add(async life =>
        {
            await using var dead = life.Client.DeadLetters(queue);
            foreach (var message in await dead.ReceiveMessagesAsync(100, TimeSpan.FromMilliseconds(20)))
            {
                var again = new ServiceBusMessage(message) { MessageId = $"again-{message.MessageId}" };
                await life.Client.CreateSender("work").SendMessageAsync(again);
                await dead.CompleteMessageAsync(message);
            }
        });
        return this;
    }

    public void Attach(EmbeddedBroker broker)
    {
        broker.Process("work", null, new ProcessorOptions { MaxConcurrentCalls = 1 }, (message, settlement, _) => message.Text() switch
        {
            "poison" => throw new InvalidOperationException("never"),
            "unreadable" => settlement.DeadLetterAsync(reason: "Unreadable"),
            "second time" when message.DeliveryCount == 1 => throw new InvalidOperationException("not yet"),
            _ => Note("work", message),
        });
        broker.Process("events", "staff", new ProcessorOptions(), (message, _, _) =>
            message.Text() == "e2" ? throw new InvalidOperationException("never") : Note("staff", message));
        broker.Process("events", "customer", new ProcessorOptions { MaxConcurrentSessions = 2 }, async (message, settlement, _) =>
        {
            await settlement.SetSessionStateAsync(message.Body);
            await Note($"session {message.SessionId}", message);
        });
    }

    /// <summary>Everything that can be seen from outside, as text to compare.</summary>
    public async Task<string> TellAsync(Life life)
    {
        List<string> lines = [];
        lines.AddRange(effects.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value)}"));
        (string, string?)[] mailboxes = [("work", null), ("slow", null), ("events", "staff"), ("events", "customer")];
        foreach (var (entity, subscription) in mailboxes)
        {
            var left = await Receiver(life, entity, subscription, SubQueue.None).PeekMessagesAsync(100);
            var dead = await Receiver(life, entity, subscription, SubQueue.DeadLetter).PeekMessagesAsync(100);
            var reasons = string.Join(' ', dead.Select(letter => $"{letter.Text()}={letter.DeadLetterReason}"));
            lines.Add($"{entity}/{subscription}: {left.Count} left, dead {reasons}");
        }

        foreach (var session in new[] { "a", "b" })
        {
            await using var receiver = await life.Client.AcceptSessionAsync("events", "customer", session);
            lines.Add($"state of {session}: {await receiver.GetSessionStateAsync()}");
        }

        return string.Join('\n', lines);
    }

    private static ServiceBusReceiver Receiver(Life life, string entity, string? subscription, SubQueue part) => subscription is null
        ? life.Client.CreateReceiver(entity, new ServiceBusReceiverOptions { SubQueue = part })
        : life.Client.CreateReceiver(entity, subscription, new ServiceBusReceiverOptions { SubQueue = part });

    private Task Note(string where, ServiceBusReceivedMessage message)
    {
        var noted = effects.GetOrAdd(where, _ => []);
        lock (noted)
        {
            if (!noted.Contains(message.Text()))
                noted.Add(message.Text());
        }

        return Task.CompletedTask;
    }
}
