using CareLoop.Embedded.DurableTask.History;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>
/// The mailbox of one instance and the guarantee that it takes one turn at a time. Rings that come during a turn lead to one more.
/// Messages themselves lie in the store's inbox; only results of activities, which can be had again, are carried in memory.
/// </summary>
internal sealed class InstanceActor(long key)
{
    private readonly Lock gate = new();
    private List<HistoryEvent> results = [];
    private bool inbox;
    private bool invaded;
    private bool rung;
    private Phase phase;

    public enum RingAnswer
    {
        /// <summary>A turn that is planned or under way will see to it.</summary>
        Joined,

        /// <summary>The caller has to schedule a turn.</summary>
        Schedule,

        /// <summary>This object is no longer in use: take another.</summary>
        Retired,
    }

    private enum Phase
    {
        Idle,
        Scheduled,
        Retired,
    }

    public long Key => key;

    /// <summary>What is known of the instance; null until a turn reads it. Touched by the turn alone.</summary>
    public InstanceState? State { get; set; }

    /// <summary>Turns that failed one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>Counts as work from the ring until the instance rests.</summary>
    public IDisposable? Work { get; set; }

    public RingAnswer Ring(Mail news)
    {
        lock (gate)
        {
            if (phase == Phase.Retired)
            {
                return RingAnswer.Retired;
            }

            Keep(news);
            if (phase == Phase.Scheduled)
            {
                return RingAnswer.Joined;
            }

            phase = Phase.Scheduled;
            return RingAnswer.Schedule;
        }
    }

    public Mail Take()
    {
        lock (gate)
        {
            var mail = new Mail(inbox, results, invaded);
            (inbox, rung, results, invaded) = (false, false, [], false);
            return mail;
        }
    }

    /// <summary>For a turn that has failed: nothing it took is lost.</summary>
    public void PutBack(Mail mail)
    {
        lock (gate)
        {
            Keep(mail with { Inbox = true });
        }
    }

    /// <returns>False if there is a reason for another turn.</returns>
    public bool TryRest(bool onlyForResults)
    {
        lock (gate)
        {
            if (rung && (!onlyForResults || results.Count > 0))
            {
                return false;
            }

            phase = Phase.Idle;
            return true;
        }
    }

    /// <returns>False if it is not at rest.</returns>
    public bool TryRetire()
    {
        lock (gate)
        {
            if (phase == Phase.Scheduled)
            {
                return false;
            }

            phase = Phase.Retired;
            State = null;
            return true;
        }
    }

    private void Keep(Mail news)
    {
        rung = true;
        inbox |= news.Inbox;
        invaded |= news.Invaded;
        results.AddRange(news.Results);
    }
}

/// <param name="Inbox">The store's inbox has to be read.</param>
/// <param name="Results">Of activities.</param>
/// <param name="Invaded">The orchestrator awaited something foreign, which has just come back.</param>
internal sealed record Mail(bool Inbox, IReadOnlyList<HistoryEvent> Results, bool Invaded = false)
{
    /// <summary>Timers, or anything else that a turn finds by itself.</summary>
    public static Mail Look { get; } = new(false, []);

    public static Mail New { get; } = new(true, []);

    public static Mail Invasion { get; } = new(false, [], true);

    public static Mail Of(HistoryEvent result) => new(false, [result]);
}
