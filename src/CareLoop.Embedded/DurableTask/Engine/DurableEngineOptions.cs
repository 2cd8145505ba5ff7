using System.Text.Json;

namespace CareLoop.Embedded.DurableTask;

public sealed class DurableEngineOptions
{
    /// <summary>How many instances take a turn at the same time.</summary>
    public int MaxConcurrentTurns { get; init; } = 256;

    /// <summary>How many activities run at the same time.</summary>
    public int MaxConcurrentActivities { get; init; } = 64;

    /// <summary>How many instances keep their orchestrator in memory between turns; the others replay their history. 0 replays always.</summary>
    public int CachedInstances { get; init; } = 1_000;

    /// <summary>How often a turn is tried before its instance is quarantined, when the store or the engine (not the orchestrator) fails.</summary>
    public int TurnAttempts { get; init; } = 5;

    /// <summary>The pause after a turn's first failed try; it doubles with each further one.</summary>
    public TimeSpan FirstTurnRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Inputs, outputs, payloads and custom status. The default is that of the Functions worker.</summary>
    public JsonSerializerOptions Json { get; init; } = new() { PropertyNameCaseInsensitive = true };
}
