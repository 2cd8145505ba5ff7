using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>
/// Sends to random entities and sessions, now or later, for a while or for ever; repeats some sends under the same id, cancels others.
/// </summary>
internal sealed class Senders(World world, Ledger ledger, Choices choices)
{
    private readonly List<IReadOnlyList<SentMessage>> toTopic = [];

    public void Act()
    {
        if (ledger.Scheduled.Count > 0 && choices.OneIn(3))
        {
            Cancel(choices.Of(ledger.Scheduled));
            return;
        }

        if (toTopic.Count > 0 && choices.OneIn(6))
        {
            Repeat(choices.Of(toTopic));
            return;
        }

        var (entity, mailboxes) = choices.Next(3) switch
        {
            0 => ("plain", new[] { "plain" }),
            1 => ("chats", ["chats"]),
            _ => ("news", ["news/Subscriptions/ordered", "news/Subscriptions/loose"]),
        };
        var copies = ledger.Send(mailboxes, $"s{choices.Next(3)}");
        if (entity == "news")
            toTopic.Add(copies);

        if (choices.OneIn(6))
            copies[0].Sending.TimeToLive = TimeSpan.FromSeconds(1 + choices.Next(90));

        Send(entity, copies, scheduled: choices.OneIn(4));
    }

    private void Repeat(IReadOnlyList<SentMessage> copies)
    {
        foreach (var copy in copies)
            copy.Ordered &= copy.Sending.Accepted;

        Send("news", copies, scheduled: false);
    }

    private void Send(string entity, IReadOnlyList<SentMessage> copies, bool scheduled)
    {
        var sending = copies[0].Sending;
        var message = new ServiceBusMessage($"{copies[0].Number}") { MessageId = $"m{copies[0].Number}", SessionId = copies[0].Session };
        if (sending.TimeToLive is { } wait)
            message.TimeToLive = wait;

        var due = world.Clock.GetUtcNow().AddSeconds(scheduled ? choices.Next(120) : 0);
        foreach (var copy in copies)
            copy.Ordered &= !scheduled;

        // The call itself comes now: the order of calls is the order of messages.
        sending.Pending++;
        world.Scheduler.Begin(async () =>
        {
            var refused = false;
            var sender = world.Client.CreateSender(entity);
            try
            {
                if (scheduled)
                    ledger.Scheduled.Add(new ScheduledMessage(entity, await sender.ScheduleMessageAsync(message, due), sending));
                else
                    await sender.SendMessageAsync(message);
            }
            catch (ServiceBusException)
            {
                refused = true;
            }

            sending.Pending--;
            sending.Accepted |= !refused;
        });
    }

    private void Cancel(ScheduledMessage message)
    {
        ledger.Scheduled.Remove(message);
        message.Sending.Cancelling = true;
        world.Scheduler.Begin(async () =>
        {
            try
            {
                await world.Client.CreateSender(message.Entity).CancelScheduledMessageAsync(message.Number);
                message.Sending.Cancelled = true;
            }
            catch (ServiceBusException error) when (error.Reason == ServiceBusFailureReason.MessageNotFound)
            {
                // Its time has come: it must arrive.
            }
            catch (ServiceBusException)
            {
                ledger.Scheduled.Add(message);
            }

            message.Sending.Cancelling = false;
        });
    }
}
