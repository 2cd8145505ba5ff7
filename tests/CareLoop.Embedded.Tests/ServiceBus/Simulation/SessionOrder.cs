using CareLoop.Embedded.ServiceBus;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>Inside a session a message is handed out only when those before it are settled or in the same hands.</summary>
internal static class SessionOrder
{
    public static void Check(World world, string path, ServiceBusReceivedMessage message)
    {
        var mailbox = world.Mailbox(path);
        if (!World.HasSessions(path))
            return;

        lock (world.Context.Gate)
        {
            var session = mailbox.Shelf.From(1, message.SessionId).ToList();
            var hold = session.Find(other => other.Sequence == message.SequenceNumber)!.Lease!.Hold;

            // One whose time has passed is on its way out: nobody has to wait until that is written.
            var now = world.Clock.GetUtcNow();
            foreach (var earlier in session.Where(other => other.Sequence < message.SequenceNumber && other.ExpiresAt > now))
            {
                // A receiver may have given an earlier one back before it looks at this one.
                Assert.True(
                    earlier.Lease?.Hold == hold || (earlier.Lease is null && hold is { PerMessage: false }),
                    $"Message {message.SequenceNumber} of session {message.SessionId} is handed out before {earlier.Sequence}.");
            }
        }
    }
}
