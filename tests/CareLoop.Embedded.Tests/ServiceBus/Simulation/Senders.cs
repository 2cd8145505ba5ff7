using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>Sends to random entities and sessions; repeats some sends under the same id.</summary>
internal sealed class Senders(World world, Ledger ledger, Choices choices)
{
    private readonly List<IReadOnlyList<SentMessage>> toTopic = [];

    public void Act()
    {
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

        Send(entity, copies, scheduled: choices.OneIn(8));
    }

    private void Repeat(IReadOnlyList<SentMessage> copies)
    {
        foreach (var copy in copies)
            copy.Ordered &= copy.Sending.Accepted;

        Send("news", copies, scheduled: false);
    }

    private void Send(string entity, IReadOnlyList<SentMessage> copies, bool scheduled)
    {
        var message = new ServiceBusMessage($"{copies[0].Number}") { MessageId = $"m{copies[0].Number}", SessionId = copies[0].Session };
        if (scheduled)
        {
            message.ScheduledEnqueueTime = world.Clock.GetUtcNow().AddSeconds(choices.Next(60));
            foreach (var copy in copies)
                copy.Ordered = false;
        }

        // The call itself comes now: the order of calls is the order of messages.
        var sending = copies[0].Sending;
        sending.Pending++;
        world.Scheduler.Begin(async () =>
        {
            var refused = false;
            try
            {
                await world.Client.CreateSender(entity).SendMessageAsync(message);
            }
            catch (ServiceBusException)
            {
                refused = true;
            }

            sending.Pending--;
            sending.Accepted |= !refused;
        });
    }
}
