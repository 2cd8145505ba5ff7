using CareLoop.Embedded.DurableTask.History;

namespace CareLoop.Embedded.DurableTask.Persistence;

/// <summary>All that one turn changes on disk.</summary>
internal sealed record TurnRecord(long Key, HistoryTurn Turn)
{
    public required OrchestrationRuntimeStatus Status { get; init; }

    public required bool Ready { get; init; }

    public required int OpenActivities { get; init; }

    public required DateTime? WakeAt { get; init; }

    public required string? CustomStatus { get; init; }

    /// <summary>Messages that are now part of history.</summary>
    public required IReadOnlyList<long> Consumed { get; init; }

    /// <summary>Results that have to wait in the inbox, because the instance is suspended.</summary>
    public IReadOnlyList<HistoryEvent> Held { get; init; } = [];

    /// <summary>How the instance or generation ended; null if it goes on.</summary>
    public HistoryEvent? Outcome { get; init; }

    /// <summary>Events that the next generation inherits.</summary>
    public IReadOnlyList<HistoryEvent> Carried { get; init; } = [];

    public bool IsFinal => InstanceRow.IsFinal(Status);

    public bool ContinuesAsNew => Outcome?.Kind == HistoryEventKind.ContinuedAsNew;
}
