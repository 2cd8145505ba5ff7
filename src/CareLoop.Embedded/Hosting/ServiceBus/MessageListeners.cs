using System.Reflection;
using CareLoop.Embedded.Hosting.Configuration;
using CareLoop.Embedded.Hosting.Invocation;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Worker;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Embedded.Hosting.ServiceBus;

/// <summary>
/// A processor for every Service Bus function, except those that the setting <c>AzureWebJobs.{function}.Disabled</c> turns off, as on Azure:
/// their messages wait.
/// </summary>
internal sealed class MessageListeners(
    IReadOnlyList<MessageTrigger> triggers, EmbeddedBroker broker, HostJson hostJson, FunctionInvoker invoker, IConfiguration configuration)
{
    private readonly List<BrokerProcessor> processors = [];

    public void Start()
    {
        var common = hostJson.ServiceBus.Get<ProcessorOptions>() ?? new ProcessorOptions();
        foreach (var trigger in triggers.Where(trigger => !IsDisabled(trigger.Function.Name)))
        {
            var options = common with { AutoCompleteMessages = trigger.Attribute.AutoCompleteOrUnset ?? common.AutoCompleteMessages };
            processors.Add(broker.Process(
                trigger.Entity,
                trigger.Subscription,
                options,
                (message, settlement, cancellation) => invoker.InvokeAsync(trigger.Function, Data(message, settlement), cancellation)));
        }
    }

    // A dot, or two underscores where environment variables cannot have dots.
    private bool IsDisabled(string function) =>
        bool.TryParse(configuration[$"AzureWebJobs.{function}.Disabled"] ?? configuration[$"AzureWebJobs:{function}:Disabled"], out var disabled) && disabled;

    /// <param name="drained">When it fires, the handlers that still run are cancelled; their messages come again.</param>
    public Task StopAsync(CancellationToken drained) => Task.WhenAll(processors.Select(processor => processor.StopAsync(drained)));

    private static TriggerData Data(ServiceBusReceivedMessage message, MessageSettlement settlement) => new(
        parameter => Bind(parameter, message, settlement),
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["MessageId"] = message.MessageId,
            ["CorrelationId"] = message.CorrelationId,
            ["SessionId"] = message.SessionId,
            ["Subject"] = message.Subject,
            ["ContentType"] = message.ContentType,
            ["DeliveryCount"] = message.DeliveryCount,
            ["SequenceNumber"] = message.SequenceNumber,
        });

    private static object? Bind(ParameterInfo parameter, ServiceBusReceivedMessage message, MessageSettlement settlement) =>
        parameter.ParameterType == typeof(ServiceBusMessageActions) ? new SettlementActions(message, settlement)
        : parameter.GetCustomAttribute<ServiceBusTriggerAttribute>() is null ? TriggerData.NotBound
        : parameter.ParameterType == typeof(string) ? message.Body.ToString()
        : parameter.ParameterType == typeof(BinaryData) ? message.Body
        : message;
}
