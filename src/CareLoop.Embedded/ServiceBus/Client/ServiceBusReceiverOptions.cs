namespace CareLoop.Embedded.ServiceBus;

/// <summary>What a receiver reads and how.</summary>
public sealed class ServiceBusReceiverOptions
{
    public ServiceBusReceiveMode ReceiveMode { get; set; } = ServiceBusReceiveMode.PeekLock;

    public SubQueue SubQueue { get; set; }
}

/// <summary>How a session's receiver takes messages.</summary>
public sealed class ServiceBusSessionReceiverOptions
{
    public ServiceBusReceiveMode ReceiveMode { get; set; } = ServiceBusReceiveMode.PeekLock;
}
