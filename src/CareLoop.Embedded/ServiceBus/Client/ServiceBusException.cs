namespace CareLoop.Embedded.ServiceBus;

/// <summary>An operation the broker refused or could not carry out; <see cref="Reason"/> says which.</summary>
public sealed class ServiceBusException : Exception
{
    public ServiceBusException()
    {
    }

    public ServiceBusException(
        bool isTransient,
        string message,
        string? entityName = default,
        ServiceBusFailureReason reason = ServiceBusFailureReason.GeneralError,
        Exception? innerException = default)
        : base(message, innerException) =>
        (IsTransient, EntityPath, Reason) = (isTransient, entityName, reason);

    public ServiceBusException(
        string message, ServiceBusFailureReason reason, string? entityPath = default, Exception? innerException = default)
        : this(
            reason is ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.ServiceCommunicationProblem,
            message,
            entityPath,
            reason,
            innerException)
    {
    }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }

    public ServiceBusFailureReason Reason { get; }

    public string? EntityPath { get; }

    public override string Message => EntityPath is null ? $"{base.Message} ({Reason})" : $"{base.Message} ({Reason}, {EntityPath})";
}
