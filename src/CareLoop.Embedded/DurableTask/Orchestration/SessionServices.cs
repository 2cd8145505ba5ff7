using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.DurableTask.Orchestration;

/// <summary>What every session needs from the engine.</summary>
internal sealed record SessionServices(IDurableFunctions Functions, JsonSerializerOptions Json, ILoggerFactory Loggers)
{
    /// <summary>Null stays null, so that "no input" and "input null" are the same, as on Azure.</summary>
    public string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Json);
}

/// <summary>Who runs.</summary>
internal sealed record InstanceIdentity(TaskName Name, string InstanceId);

/// <summary>Error types that are words, not type names.</summary>
internal static class ActivityErrors
{
    public const string NotFound = "ActivityTaskNotFound";

    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";
}
