using System.Collections.Concurrent;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Tests.Hosting;

/// <summary>Service Bus functions in every form, noting what reaches them.</summary>
public sealed class MessageFunctions(MessageFunctions.Inbox inbox)
{
    public const string Config = """
        { "UserConfig": { "Namespaces": [ { "Name": "test",
          "Queues": [
            { "Name": "texts", "Properties": { "MaxDeliveryCount": 3 } },
            { "Name": "manual", "Properties": {} },
            { "Name": "turns", "Properties": { "RequiresSession": true } } ],
          "Topics": [ { "Name": "news", "Properties": {}, "Subscriptions": [ { "Name": "all", "Properties": {}, "Rules": [] } ] } ] } ] } }
        """;

    public sealed class Inbox
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public string? FailOn { get; set; }

        public void Note(string text)
        {
            Seen.Enqueue(text);
            if (FailOn is not null && text.Contains(FailOn, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("refused");
            }
        }
    }

    [Function("Texts")]
    public void Texts([ServiceBusTrigger("%TextQueue%", Connection = "Bus")] string text, int deliveryCount) => inbox.Note($"{text} {deliveryCount}");

    [Function("News")]
    public void News([ServiceBusTrigger("news", "all", Connection = "Bus")] ServiceBusReceivedMessage message, FunctionContext context) =>
        inbox.Note($"{message.Body} {message.Subject} {context.BindingContext.BindingData["MessageId"]}");

    [Function("Manual")]
    public async Task ManualAsync(
        [ServiceBusTrigger("manual", Connection = "Bus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions)
    {
        inbox.Note($"{message.Body}");
        if (message.Body.ToString() == "bad")
        {
            await actions.DeadLetterMessageAsync(message, deadLetterReason: "bad", deadLetterErrorDescription: "cannot be read");
        }
        else
        {
            await actions.CompleteMessageAsync(message);
        }
    }

    [Function("Turns")]
    public async Task TurnsAsync([ServiceBusTrigger("turns", Connection = "Bus", IsSessionsEnabled = true)] BinaryData body)
    {
        inbox.Note($"begin {body}");
        await Task.Yield();
        inbox.Note($"end {body}");
    }
}
