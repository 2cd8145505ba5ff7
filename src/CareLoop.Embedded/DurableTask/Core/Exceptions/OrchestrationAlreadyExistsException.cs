namespace CareLoop.Embedded.DurableTask.Core.Exceptions;

/// <summary>An instance of this id exists and is not finished. Stands in for the type of the same name in DurableTask.Core.Exceptions.</summary>
public sealed class OrchestrationAlreadyExistsException(string message) : Exception(message);
