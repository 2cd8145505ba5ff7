using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class BrokerMeterTests : IAsyncLifetime
{
    // Meters are the process's: names of this test alone keep the others' operations out.
    private readonly string topic = $"metered-{Guid.NewGuid():N}";
    private readonly BrokerHost host;
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<string> operations = [];

    public BrokerMeterTests()
    {
        host = new(
            $$"""
            "Topics": [ { "Name": "{{topic}}", "Subscriptions": [ { "Name": "plain" }, { "Name": "sessions", "Properties": { "RequiresSession": true } } ] } ]
            """);
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Meter.Name == BrokerMeter.Name)
                meters.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var tag = tags.ToArray().ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
            if (tag[BrokerMeter.Entity].StartsWith(topic, StringComparison.Ordinal))
                operations.Enqueue($"{count} {tag[BrokerMeter.Operation]} {tag[BrokerMeter.Entity].Split('/')[^1]}");
        });
        listener.Start();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        listener.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_is_one_operation_and_a_handled_message_a_receive_and_a_settlement_and_a_session_is_accepted_first()
    {
        host.Broker.Process(topic, "plain", new ProcessorOptions(), (_, _, _) => Task.CompletedTask);
        host.Broker.Process(topic, "sessions", new ProcessorOptions(), (_, _, _) => Task.CompletedTask);

        await host.Client.CreateSender(topic).SendMessagesAsync([Messages.Message("1", "s"), Messages.Message("2", "s")]);
        await host.QuietAsync();

        Assert.Equal(
            [
                "1 accept session sessions", "1 accept session sessions",
                "1 complete plain", "1 complete plain", "1 complete sessions", "1 complete sessions",
                "1 receive plain", "1 receive plain", "1 receive sessions", "1 receive sessions",
                $"1 send {topic}",
            ],
            operations.Order(StringComparer.Ordinal));
    }
}
