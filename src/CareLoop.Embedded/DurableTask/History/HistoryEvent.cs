namespace CareLoop.Embedded.DurableTask.History;

/// <summary>The names are stored: add, never rename.</summary>
internal enum HistoryEventKind
{
    Started,
    ActivityCompleted,
    ActivityFailed,
    TimerFired,
    EventRaised,
    Suspended,
    Resumed,

    ActivityScheduled,
    TimerCreated,
    TimerCanceled,
    Completed,
    Failed,
    ContinuedAsNew,
    Terminated,
}

/// <summary>Something that happened to an instance (an input of a turn) or that it decided (a step of a turn).</summary>
internal sealed record HistoryEvent(HistoryEventKind Kind)
{
    public const int NoTask = -1;

    /// <summary>Number of the activity call or timer inside its generation, counted from 0.</summary>
    public int TaskId { get; init; } = NoTask;

    /// <summary>Place in the inbox; 0 for what did not come from there.</summary>
    public long Sequence { get; init; }

    /// <summary>Of the orchestrator, activity or event.</summary>
    public string? Name { get; init; }

    /// <summary>Input, result, payload, output or reason, as JSON.</summary>
    public string? Data { get; init; }

    /// <summary>When a timer is due (UTC).</summary>
    public DateTime? FireAt { get; init; }

    public TaskFailureDetails? Failure { get; init; }
}

/// <summary>One row of history: what an instance was given at once, and what it did about it.</summary>
internal sealed record HistoryTurn(DateTime At, IReadOnlyList<HistoryEvent> Inputs, IReadOnlyList<HistoryEvent> Steps);
