using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

public sealed class BrokerConfigTests
{
    [Fact]
    public void The_shipped_configuration_names_the_case_events_and_their_audiences()
    {
        var config = BrokerConfig.Parse(File.ReadAllText(Repository.Path("infra", "servicebus", "Config.json")));

        Assert.Equal(
            [("inbound", true, null), ("deliveries", false, TimeSpan.FromMinutes(10)), ("robots", true, TimeSpan.FromMinutes(10))],
            config.Queues.Select(queue => (queue.Name, queue.Delivery.RequiresSession, queue.DuplicateDetection)));
        var topic = Assert.Single(config.Topics);
        Assert.Equal(("case-events", TimeSpan.FromMinutes(10)), (topic.Name, topic.DuplicateDetection!.Value));
        Assert.Equal(["customer", "staff", "group", "webhooks"], topic.Subscriptions.Select(subscription => subscription.Name));
        Assert.Equal([true, false, true, false], topic.Subscriptions.Select(subscription => subscription.Delivery.RequiresSession));
        Assert.All(topic.Subscriptions, subscription => Assert.Equal(
            [("audience", subscription.Name), ("replayFor", subscription.Name)],
            subscription.Filters.Select(filter => Assert.Single(filter.Properties)).Select(compared => (compared.Key, compared.Value))));
    }

    [Fact]
    public void What_is_not_given_has_the_service_s_own_defaults()
    {
        var queue = Assert.Single(Parse("""{ "Name": "q" }""").Queues);

        Assert.Equal(new QueueConfig("q", new DeliveryRules(), null), queue);
        Assert.Equal((TimeSpan.FromMinutes(1), 10), (queue.Delivery.LockDuration, queue.Delivery.MaxDeliveryCount));
    }

    [Theory]
    [InlineData("""{ "Name": "q", "Colour": "red" }""", "$.UserConfig.Namespaces[0].Queues[0].Colour", "not a known setting")]
    [InlineData("""{ "Name": "q", "Properties": { "LockTime": "PT1M" } }""", "Queues[0].Properties.LockTime", "not a known setting")]
    [InlineData("""{ "Name": "q", "Properties": { "LockDuration": "1m" } }""", "Properties.LockDuration", "ISO 8601")]
    [InlineData("""{ "Name": "q", "Properties": { "LockDuration": "PT6M" } }""", "Properties.LockDuration", "at most PT5M")]
    [InlineData("""{ "Name": "q", "Properties": { "MaxDeliveryCount": 0 } }""", "Properties.MaxDeliveryCount", "from 1 to 2000")]
    [InlineData("""{ "Name": "q", "Properties": { "RequiresSession": "yes" } }""", "Properties.RequiresSession", "true or false")]
    [InlineData("""{ "Name": "q", "Properties": { "ForwardTo": "r" } }""", "Properties.ForwardTo", "not supported")]
    [InlineData("""{ "Properties": {} }""", "Queues[0]", "Name is missing")]
    [InlineData("""{ "Name": "q" }, { "Name": "Q" }""", "Namespaces[0]", "used more than once")]
    [InlineData("""{ "Name": "q", "Name": "r" }""", "Queues[0]", "given twice")]
    [InlineData("""7""", "Queues[0]", "must be an object")]
    public void A_mistake_in_a_queue_is_named_with_its_place(string queue, string place, string problem)
    {
        var error = Assert.Throws<BrokerConfigException>(() => Parse(queue));

        Assert.Contains(place, error.Path, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "FilterType": "Sql", "SqlFilter": { "SqlExpression": "1=1" } }""", "SQL filters and actions are not supported")]
    [InlineData("""{ "FilterType": "Correlation", "CorrelationFilter": {} }""", "compares nothing")]
    [InlineData("""{ "FilterType": "Correlation", "CorrelationFilter": { "Subject": "x" } }""", "not a known setting")]
    [InlineData(
        """{ "FilterType": "Correlation", "CorrelationFilter": { "Properties": { "a": [] } } }""", "must be text, a number or a boolean")]
    [InlineData("""{ "FilterType": "Magic" }""", "'Magic' is unknown")]
    [InlineData("""{ "CorrelationFilter": { "To": "x" } }""", "FilterType is missing")]
    public void A_mistake_in_a_rule_is_named_with_its_place(string rule, string problem)
    {
        var error = Assert.Throws<BrokerConfigException>(() => BrokerConfig.Parse(
            $$"""
            { "UserConfig": { "Namespaces": [ { "Name": "n", "Topics": [ { "Name": "t", "Subscriptions": [ { "Name": "s",
              "Rules": [ { "Name": "r", "Properties": {{rule}} } ] } ] } ] } ] } }
            """));

        Assert.StartsWith(
            "$.UserConfig.Namespaces[0].Topics[0].Subscriptions[0].Rules[0].Properties", error.Path, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_json_is_reported_with_its_line()
    {
        var error = Assert.Throws<BrokerConfigException>(() => BrokerConfig.Parse("{\n  \"UserConfig\": {,\n}"));

        Assert.Equal("line 2", error.Path);
    }

    private static BrokerConfig Parse(string queues) =>
        BrokerConfig.Parse($$"""{ "UserConfig": { "Namespaces": [ { "Name": "n", "Queues": [ {{queues}} ] } ] } }""");
}
