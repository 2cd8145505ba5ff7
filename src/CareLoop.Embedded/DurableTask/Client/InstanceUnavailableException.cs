namespace CareLoop.Embedded.DurableTask;

/// <summary>
/// A message for an instance that is unknown or finished was refused. Azure answers with Grpc.Core.RpcException
/// (NotFound or FailedPrecondition), which is not available here: code for both catches <see cref="Exception"/>.
/// </summary>
public sealed class InstanceUnavailableException(string instanceId, OrchestrationRuntimeStatus? status) : InvalidOperationException(
    status is null ? $"No orchestration instance '{instanceId}' exists." : $"Orchestration instance '{instanceId}' is finished ({status}).")
{
    public string InstanceId { get; } = instanceId;

    /// <summary>Null when the instance is unknown, else the status it finished with.</summary>
    public OrchestrationRuntimeStatus? Status { get; } = status;
}
