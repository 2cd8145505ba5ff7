namespace CareLoop.Embedded.DurableTask;

/// <summary>An instance that takes no turns until an operator releases or terminates it.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Name">Its orchestrator.</param>
/// <param name="Since">When its last turn failed.</param>
/// <param name="ErrorType">What failed: the exception's full name.</param>
/// <param name="ErrorMessage">What the exception said; for the operator, not for logs.</param>
public sealed record QuarantinedInstance(string InstanceId, string Name, DateTimeOffset Since, string ErrorType, string ErrorMessage);
