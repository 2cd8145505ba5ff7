using CareLoop.Embedded.ServiceBus;
using Xunit.Sdk;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>Processors whose handlers do anything a handler can do.</summary>
internal sealed class Handlers(World world, Ledger ledger, Choices choices, Action<Exception> broken)
{
    private readonly Dictionary<(string Mailbox, string Session), DateTimeOffset> running = [];

    public void Attach(string mailbox)
    {
        var names = mailbox.Split("/Subscriptions/");
        var options = new ProcessorOptions
        {
            MaxConcurrentCalls = 1 + choices.Next(3),
            MaxConcurrentSessions = 1 + choices.Next(3),
            AutoCompleteMessages = !choices.OneIn(5),
        };
        world.Broker.Process(names[0], names.ElementAtOrDefault(1), options, async (message, settlement, cancellation) =>
        {
            try
            {
                await HandleAsync(mailbox, options, message, settlement, cancellation);
            }
            catch (Exception error) when (error is XunitException or KeyNotFoundException)
            {
                // The processor takes a failing handler as part of its day: a broken promise must get past it.
                broken(error);
            }
        });
    }

    private async Task HandleAsync(
        string mailbox,
        ProcessorOptions options,
        ServiceBusReceivedMessage message,
        MessageSettlement settlement,
        CancellationToken cancellation)
    {
        if (!world.IsHeld(mailbox, message))
            return;

        var copy = ledger.Deliver(mailbox, message);
        var alone = Enter(mailbox, message);
        try
        {
            await WorkAsync(options, message, settlement, copy, () => Leave(alone, message), cancellation);
        }
        finally
        {
            Leave(alone, message);
        }
    }

    private async Task WorkAsync(
        ProcessorOptions options,
        ServiceBusReceivedMessage message,
        MessageSettlement settlement,
        SentMessage copy,
        Action leave,
        CancellationToken cancellation)
    {
        for (var pauses = choices.Next(3); pauses > 0; pauses--)
            await Task.Yield();

        if (choices.OneIn(12))
            await Task.Delay(TimeSpan.FromMinutes(choices.Next(8)), world.Clock, cancellation);

        switch (choices.Next(7))
        {
            case 0:
                throw new InvalidOperationException("The handler fails.");
            case 1:
                leave();
                await settlement.AbandonAsync(
                    choices.OneIn(2) ? new Dictionary<string, object> { ["tried"] = message.DeliveryCount } : null);
                break;
            case 2 when choices.OneIn(3):
                leave();
                await settlement.DeadLetterAsync(reason: "Chosen");
                copy.DeadLettered = true;
                break;
            case 3:
                leave();
                copy.CompletionAsked = true;
                await settlement.CompleteAsync();
                copy.Completed = true;
                break;
            default:
                copy.CompletionAsked |= options.AutoCompleteMessages;
                break;
        }
    }

    /// <summary>Before it settles: the session may be somebody else's as soon as that is written.</summary>
    private void Leave((string Mailbox, string Session)? alone, ServiceBusReceivedMessage message)
    {
        if (alone is { } key && running.GetValueOrDefault(key) == message.LockedUntil)
            running.Remove(key);
    }

    /// <summary>While a lock lasts nobody else works on its session.</summary>
    private (string Mailbox, string Session)? Enter(string mailbox, ServiceBusReceivedMessage message)
    {
        if (!world.Mailbox(mailbox).Rules.RequiresSession)
            return null;

        var key = (mailbox, message.SessionId!);
        if (running.TryGetValue(key, out var until))
            Assert.True(until <= world.Clock.GetUtcNow(), $"Two handlers work on session {key}.");

        running[key] = message.LockedUntil;
        return key;
    }
}
