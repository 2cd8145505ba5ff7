using CareLoop.Embedded.DurableTask.History;

namespace CareLoop.Embedded.DurableTask.Orchestration;

/// <summary>Calls and timers that have been asked for and have not ended. The instance cannot finish while there are any.</summary>
internal sealed class OpenTasks
{
    private readonly SortedDictionary<int, Activity> activities = [];
    private readonly SortedDictionary<int, Timer> timers = [];

    public bool Any => activities.Count + timers.Count > 0;

    public IEnumerable<HistoryEvent> Activities => activities.Values.Select(activity => activity.Scheduled);

    public int ActivityCount => activities.Count;

    public DateTime? EarliestTimer => timers.Count == 0 ? null : timers.Values.Min(timer => timer.Created.FireAt);

    public Task<HistoryEvent> AddActivity(HistoryEvent scheduled)
    {
        var activity = new Activity(scheduled);
        activities.Add(scheduled.TaskId, activity);
        return activity.Completion.Task;
    }

    /// <param name="created">The timer.</param>
    /// <param name="onCanceled">Called on the cancelling thread; true if that was in order.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task AddTimer(HistoryEvent created, Func<bool> onCanceled, CancellationToken cancellation)
    {
        var timer = new Timer(created);
        timers.Add(created.TaskId, timer);
        timer.Registration = cancellation.Register(() =>
        {
            if (onCanceled() && timers.Remove(created.TaskId))
            {
                timer.Completion.TrySetCanceled(cancellation);
            }
        });
        return timer.Completion.Task;
    }

    public bool Contains(HistoryEvent input) => input.Kind switch
    {
        HistoryEventKind.TimerFired => timers.ContainsKey(input.TaskId),
        HistoryEventKind.ActivityCompleted or HistoryEventKind.ActivityFailed => activities.ContainsKey(input.TaskId),
        _ => true,
    };

    public void CompleteActivity(HistoryEvent result)
    {
        activities.Remove(result.TaskId, out var activity);
        activity!.Completion.SetResult(result);
    }

    public void FireTimer(int taskId)
    {
        timers.Remove(taskId, out var timer);
        timer!.Registration.Unregister();
        timer.Completion.SetResult();
    }

    /// <summary>The earliest first; of the same instant, the first created first.</summary>
    public HistoryEvent? NextDue(DateTime now) => timers.Values
        .Select(timer => timer.Created)
        .Where(created => created.FireAt <= now)
        .OrderBy(created => created.FireAt)
        .FirstOrDefault();

    private sealed record Activity(HistoryEvent Scheduled)
    {
        public TaskCompletionSource<HistoryEvent> Completion { get; } = new();
    }

    private sealed record Timer(HistoryEvent Created)
    {
        public TaskCompletionSource Completion { get; } = new();

        public CancellationTokenRegistration Registration { get; set; }
    }
}
