using CareLoop.Embedded.ServiceBus.Delivery;

namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>
/// Inside a session a message is taken only when those before it are settled or in the same hands. Looks at what the broker does, not at
/// what consumers see: one of them may have given an earlier message back before it gets to this one.
/// </summary>
internal sealed class SessionOrder(World world)
{
    private readonly HashSet<Guid> seen = [];

    /// <summary>Judges every message taken since the last look; to be called after each step.</summary>
    public void Look()
    {
        lock (world.Context.Gate)
        {
            foreach (var path in World.Mailboxes.Where(World.HasSessions))
            {
                foreach (var session in world.Mailbox(path).Shelf.From(1, null).GroupBy(message => message.SessionId))
                    Look(path, [.. session]);
            }
        }
    }

    private void Look(string path, IReadOnlyList<Envelope> session)
    {
        // One whose time has passed is on its way out: nobody has to wait until that is written.
        var now = world.Clock.GetUtcNow();
        foreach (var message in session)
        {
            if (message.Lease is not { Hold: { } hold } lease || !seen.Add(lease.Token))
                continue;

            foreach (var earlier in session.Where(other => other.Sequence < message.Sequence && other.ExpiresAt > now))
            {
                Assert.True(
                    earlier.Lease?.Hold == hold,
                    $"Message {message.Sequence} of session {message.SessionId} of {path} is taken before {earlier.Sequence}.");
            }
        }
    }
}
