using CareLoop.Embedded.DurableTask.History;
using CareLoop.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.DurableTask.Persistence;

/// <summary>One line of <c>durable_instances</c>.</summary>
internal sealed record InstanceRow(
    long Key,
    string InstanceId,
    string Name,
    OrchestrationRuntimeStatus Status,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    int Generation,
    bool Ready,
    int OpenActivities,
    DateTime? WakeAt,
    string? Input,
    string? Output,
    string? CustomStatus,
    TaskFailureDetails? Failure,
    TaskFailureDetails? Quarantine)
{
    public const string Columns =
        "key, instance_id, name, status, created_at, updated_at, generation, ready, open_activities, wake_at, " +
        "input, output, custom_status, failure, quarantine";

    public bool IsFinished => IsFinal(Status);

    public static bool IsFinal(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    public static InstanceRow Read(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetString(2),
        (OrchestrationRuntimeStatus)reader.GetInt32(3),
        Utc(reader.GetInt64(4)),
        Utc(reader.GetInt64(5)),
        reader.GetInt32(6),
        reader.GetBoolean(7),
        reader.GetInt32(8),
        reader.LongOrNull(9) is { } ticks ? Utc(ticks) : null,
        reader.StringOrNull(10),
        reader.StringOrNull(11),
        reader.StringOrNull(12),
        ReadFailure(reader, 13),
        ReadFailure(reader, 14));

    public static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);

    private static TaskFailureDetails? ReadFailure(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : HistoryCodec.DecodeFailure(reader.GetFieldValue<byte[]>(column));
}
