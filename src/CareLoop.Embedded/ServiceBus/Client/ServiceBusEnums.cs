namespace CareLoop.Embedded.ServiceBus;

/// <summary>How a receiver takes messages.</summary>
public enum ServiceBusReceiveMode
{
    /// <summary>The message is locked and must be settled.</summary>
    PeekLock = 0,

    /// <summary>The message is gone as soon as it is handed out.</summary>
    ReceiveAndDelete = 1,
}

/// <summary>Which part of a queue or subscription a receiver reads.</summary>
public enum SubQueue
{
    None = 0,
    DeadLetter = 1,
}

/// <summary>Why an operation failed; the numbers are the official ones.</summary>
public enum ServiceBusFailureReason
{
    GeneralError = 0,
    MessagingEntityNotFound = 1,
    MessageLockLost = 2,
    MessageNotFound = 3,
    MessageSizeExceeded = 4,
    ServiceTimeout = 8,
    ServiceCommunicationProblem = 9,
    SessionCannotBeLocked = 10,
    SessionLockLost = 11,
}
