using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.ServiceBus.Delivery;
using Xunit.Sdk;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>Receivers that take a few messages, settle them in any order, forget some, and lose their locks.</summary>
internal sealed class Receivers(World world, Ledger ledger, Choices choices, Action<Exception> broken)
{
    private readonly List<(string Mailbox, ServiceBusReceivedMessage Message)> held = [];
    private readonly List<(string Mailbox, SessionHold Hold)> sessions = [];
    private readonly HashSet<SessionHold> receiving = [];

    public void Act()
    {
        var mailbox = choices.Of(World.Mailboxes);
        switch (choices.Next(8))
        {
            case 0 when world.Mailbox(mailbox).Rules.RequiresSession:
                Accept(mailbox);
                break;
            case 0:
                Receive(mailbox, null);
                break;
            case 1 or 2 when sessions.Count > 0:
                var session = choices.Of(sessions);
                Receive(session.Mailbox, session.Hold);
                break;
            case 3 when sessions.Count > 0:
                Release(choices.Next(sessions.Count));
                break;
            case 4 when held.Count > 0:
                Forget(choices.Next(held.Count));
                break;
            case > 4 when held.Count > 0:
                Settle(choices.Next(held.Count));
                break;
        }
    }

    private void Accept(string path)
    {
        var mailbox = world.Mailbox(path);
        var request = new AcceptRequest(mailbox);
        lock (world.Context.Gate)
        {
            mailbox.Enlist(request);
            if (mailbox.Withdraw(request))
                request.GiveUp();
        }

        Run(async () =>
        {
            if (await request.Answer is { } hold)
                sessions.Add((path, hold));
        });
    }

    private void Receive(string path, SessionHold? hold)
    {
        // Two calls at once may be answered in any order; a consumer that cares about order makes one after the other.
        if (hold is not null && !receiving.Add(hold))
            return;

        var request = new ReceiveRequest(world.Mailbox(path), 1 + choices.Next(3), forGood: false, hold);
        Run(async () =>
        {
            lock (world.Context.Gate)
            {
                request.Enlist();
                if (request.Withdraw())
                    request.GiveUp();
            }

            var leases = await request.Answer;
            receiving.Remove(hold!);
            foreach (var lease in leases)
            {
                var message = lease.ToMessage();
                if (!world.IsHeld(path, message))
                    continue;

                ledger.Deliver(path, message);
                held.Add((path, message));
            }
        });
    }

    private void Release(int index)
    {
        var (path, hold) = sessions[index];
        sessions.RemoveAt(index);
        lock (world.Context.Gate)
            world.Mailbox(path).Sessions.Release(hold);
    }

    private void Forget(int index) => held.RemoveAt(index);

    private void Settle(int index)
    {
        var (path, message) = held[index];
        held.RemoveAt(index);
        var port = new SettlementPort(world.Context, world.Mailbox(path));
        var copy = ledger.Find(path, message);
        var choice = choices.Next(6);
        Run(async () =>
        {
            switch (choice)
            {
                case 0:
                    await port.AbandonAsync(message.LockTokenGuid, null);
                    break;
                case 1:
                    await port.DeadLetterAsync(message.LockTokenGuid, new Verdict("Chosen", null));
                    copy.DeadLettered = true;
                    break;
                case 2 when message.SessionId is null:
                    port.Renew(message.LockTokenGuid);
                    held.Add((path, message));
                    break;
                default:
                    copy.CompletionAsked = true;
                    await port.CompleteAsync(message.LockTokenGuid);
                    copy.Completed = true;
                    break;
            }
        });
    }

    private void Run(Func<Task> action) => world.Scheduler.Start(async () =>
    {
        try
        {
            await action();
        }
        catch (ServiceBusException)
        {
            // A lost lock or a full disk: the message comes again, which is what the ledger checks.
        }
        catch (Exception error) when (error is XunitException or KeyNotFoundException)
        {
            broken(error);
        }
    });
}
