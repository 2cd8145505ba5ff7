namespace CareLoop.Embedded.Worker;

/// <summary>Starts the function by a message of a queue, or of a topic's subscription. Names may be <c>%Setting%</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute : TriggerBindingAttribute
{
    private bool? autoComplete;

    public ServiceBusTriggerAttribute(string queueName) => QueueName = queueName;

    public ServiceBusTriggerAttribute(string topicName, string subscriptionName)
    {
        TopicName = topicName;
        SubscriptionName = subscriptionName;
    }

    public string? QueueName { get; }

    public string? TopicName { get; }

    public string? SubscriptionName { get; }

    /// <summary>Name of the setting, or of the group of settings, that says where the namespace is.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether messages come by session, in order, one at a time in each.</summary>
    public bool IsSessionsEnabled { get; set; }

    /// <summary>Whether success completes the message. Left alone, host.json decides.</summary>
    public bool AutoCompleteMessages
    {
        get => autoComplete ?? true;
        set => autoComplete = value;
    }

    internal bool? AutoCompleteOrUnset => autoComplete;
}
