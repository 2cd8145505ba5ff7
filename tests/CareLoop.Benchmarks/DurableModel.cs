namespace CareLoop.Benchmarks;

/// <summary>
/// What an episode costs in the durable backend's own storage, reckoned from its history by the way the Azure Storage provider works:
/// control queues, a work-item queue, a history table and an instances table. Nothing of it is counted here: the embedded engine keeps
/// all of this in one file.
/// </summary>
internal static class DurableModel
{
    private const int PerStart = 4;
    private const int PerTurn = 4;
    private const int PerActivity = 5;
    private const int PerTimer = 2;
    private const int PerEvent = 3;

    private static readonly string[] Assumptions =
    [
        "start 4: look-up of the instance, its row, its message into the control queue and out",
        "turn 4: one dequeue, load the history (no extended sessions), append to it in one transaction, update the instance's row",
        "activity 5: work item in, received and deleted, result into the control queue and out",
        "timer 2: its delayed message in and out, cancelled ones too",
        "event 3: look-up of the instance before it, its message into the control queue and out",
        "no payload over 45 KB, nothing retried; polling of empty queues and leases are the hub's, not a case's",
    ];

    /// <param name="turns">Turns of the orchestrator.</param>
    /// <param name="events">How often each kind of thing happened, by its name in the history.</param>
    public static Dictionary<string, object> Figures(int turns, IReadOnlyDictionary<string, int> events)
    {
        int Count(string kind) => events.GetValueOrDefault(kind);
        var (activities, timers, raised) = (Count("ActivityScheduled"), Count("TimerCreated"), Count("EventRaised"));
        return new()
        {
            ["turns"] = turns,
            ["activities"] = activities,
            ["timers"] = timers,
            ["events"] = raised,
            ["modelledOperations"] = PerStart + (PerTurn * turns) + (PerActivity * activities) + (PerTimer * timers) + (PerEvent * raised),
            ["assumptions"] = Assumptions,
        };
    }
}
