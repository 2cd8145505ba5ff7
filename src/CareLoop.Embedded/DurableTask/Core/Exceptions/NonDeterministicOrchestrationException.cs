namespace CareLoop.Embedded.DurableTask.Core.Exceptions;

/// <summary>On replay the orchestrator took another step than the history has. The instance is quarantined until its code fits again.</summary>
public sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
