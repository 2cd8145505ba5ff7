namespace CareLoop.Embedded.DurableTask;

/// <param name="InstanceId">
/// At most 256 characters, no control characters, none of <c>/ \ # ?</c>, not starting with <c>@</c>; null for a new GUID in "N" form.
/// </param>
public record StartOrchestrationOptions(string? InstanceId = null);
