using System.Diagnostics;
using System.Text.Json;
using System.Xml;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Infra;

public sealed class ServiceBusTests
{
    private static readonly JsonElement Entities = ReadEntities(Repository.Read("infra", "servicebus", "Config.json"));

    [Fact]
    public void Bicep_makes_the_entities_of_Config_json()
    {
        var config = Infrastructure.Single("app/servicebus.bicep", "param", "config").Value.TextAt();
        Assert.Equal("loadJsonContent('../servicebus/Config.json')", config);
        Assert.True(File.Exists(Repository.PathOf("infra", "app", "..", "servicebus", "Config.json")));
        Assert.Equal("config.UserConfig.Namespaces[0]", Infrastructure.Single("app/servicebus.bicep", "var", "entities").Value.TextAt());
        Assert.Equal("queue in entities.Queues", Loop("app/servicebus.bicep", "queues"));
        Assert.Equal("topic in entities.Topics", Loop("app/servicebus.bicep", "topics"));
        Assert.Equal("definition in topic.Subscriptions", Loop("app/servicebus-topic.bicep", "subscriptions"));
        Assert.Equal("rule in definition.Rules", Loop("app/servicebus-subscription.bicep", "rules"));
        Assert.Equal("queue.Name", Infrastructure.Single("app/servicebus.bicep", "resource", "queues").Body.TextAt("name"));
        Assert.Equal("topic.Name", Infrastructure.Single("app/servicebus-topic.bicep", "resource", "entity").Body.TextAt("name"));
        Assert.Equal("definition.Name", Infrastructure.Single("app/servicebus-subscription.bicep", "resource", "entity").Body.TextAt("name"));
        Assert.Equal("rule.Name", Infrastructure.Single("app/servicebus-subscription.bicep", "resource", "rules").Body.TextAt("name"));
        Assert.Equal("'Standard'", Assert.Single(Infrastructure.OfType("Microsoft.ServiceBus/namespaces")).Body.TextAt("sku", "name"));
    }

    [Fact]
    public void Every_property_of_Config_json_reaches_the_property_of_its_name()
    {
        var queues = Infrastructure.Single("app/servicebus.bicep", "resource", "queues").Body;
        var topics = Infrastructure.Single("app/servicebus-topic.bicep", "resource", "entity").Body;
        var subscriptions = Infrastructure.Single("app/servicebus-subscription.bicep", "resource", "entity").Body;

        AssertMapped(Queues().SelectMany(Properties), queues, "queue.Properties");
        AssertMapped(Topics().SelectMany(Properties), topics, "topic.Properties");
        AssertMapped(Subscriptions().SelectMany(Properties), subscriptions, "definition.Properties");
        Assert.NotEmpty(Topics());
    }

    [Fact]
    public void Every_rule_takes_the_place_of_the_one_that_lets_everything_through()
    {
        Assert.All(Subscriptions(), subscription =>
        {
            var rules = Children(subscription, "Rules");
            Assert.Single(rules, rule => rule.GetProperty("Name").GetString() == "$Default");
            Assert.All(rules, rule => Assert.Equal("Correlation", rule.GetProperty("Properties").GetProperty("FilterType").GetString()));
        });
        var filters = Subscriptions().SelectMany(subscription => subscription.GetProperty("Rules").EnumerateArray())
            .SelectMany(rule => rule.GetProperty("Properties").GetProperty("CorrelationFilter").EnumerateObject().Select(filter => filter.Name));
        var mapped = (BicepObject)Infrastructure.Single("app/servicebus-subscription.bicep", "resource", "rules").Body.At("properties", "correlationFilter")!;
        Assert.All(filters, filter => Assert.StartsWith(
            $"rule.Properties.CorrelationFilter.?{filter}",
            mapped.TextAt(JsonNamingPolicy.CamelCase.ConvertName(filter)),
            StringComparison.Ordinal));
    }

    [Fact]
    public void Every_subscription_can_be_replayed_to_alone()
    {
        Assert.Equal(NoticeMessage.Audiences.Order(), Subscriptions().Select(subscription => subscription.GetProperty("Name").GetString()!).Order());
        Assert.All(Subscriptions(), subscription => Assert.Equal(
            [("$Default", NoticeMessage.Audience), ("Replay", NoticeMessage.ReplayFor)],
            Children(subscription, "Rules").Select(rule =>
            {
                var compared = Assert.Single(
                    rule.GetProperty("Properties").GetProperty("CorrelationFilter").GetProperty("Properties").EnumerateObject().ToList());
                Assert.Equal(subscription.GetProperty("Name").GetString(), compared.Value.GetString());
                return (rule.GetProperty("Name").GetString()!, compared.Name);
            })));
    }

    [Fact]
    public void Duplicates_are_detected_for_ten_minutes() => Assert.All(
        Topics().Concat(Queues()).Where(entity => Flag(entity, "RequiresDuplicateDetection")),
        entity => Assert.Equal("PT10M", entity.GetProperty("Properties").GetProperty("DuplicateDetectionHistoryTimeWindow").GetString()));

    [Fact]
    public async Task The_emulator_gets_the_same_entities_within_its_limits()
    {
        var clamped = ReadEntities(await RunNodeAsync(Repository.PathOf("infra", "scripts", "emulator-config.mjs")));

        Assert.Equal("sbemulatorns", clamped.GetProperty("Name").GetString());
        Assert.Equal(Names(Entities), Names(clamped));
        foreach (var property in Everything(clamped).SelectMany(Properties))
        {
            var most = property.Name switch
            {
                "DefaultMessageTimeToLive" => TimeSpan.FromHours(1),
                "DuplicateDetectionHistoryTimeWindow" or "LockDuration" => TimeSpan.FromMinutes(5),
                _ => TimeSpan.MaxValue,
            };
            if (most < TimeSpan.MaxValue)
            {
                Assert.InRange(XmlConvert.ToTimeSpan(property.Value.GetString()!), TimeSpan.FromSeconds(5), most);
            }

            if (property.Name == "MaxDeliveryCount")
            {
                Assert.InRange(property.Value.GetInt32(), 1, 10);
            }
        }

        Assert.DoesNotContain("$", clamped.ToString(), StringComparison.Ordinal);
    }

    private static string Loop(string file, string name) =>
        Assert.IsType<BicepLoop>(Infrastructure.Files[file].Single(declaration => declaration.Name == name).Value).Header;

    private static void AssertMapped(IEnumerable<JsonProperty> properties, BicepObject body, string source) => Assert.All(
        properties,
        property => Assert.StartsWith(
            $"{source}.?{property.Name} ??",
            body.TextAt("properties", JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
            StringComparison.Ordinal));

    private static JsonElement ReadEntities(string json) =>
        JsonDocument.Parse(json).RootElement.GetProperty("UserConfig").GetProperty("Namespaces")[0];

    private static List<JsonElement> Queues() => Children(Entities, "Queues");

    private static List<JsonElement> Topics() => Children(Entities, "Topics");

    private static IEnumerable<JsonElement> Subscriptions() => Topics().SelectMany(topic => Children(topic, "Subscriptions"));

    private static IEnumerable<JsonElement> Everything(JsonElement entities) => Children(entities, "Queues")
        .Concat(Children(entities, "Topics"))
        .Concat(Children(entities, "Topics").SelectMany(topic => Children(topic, "Subscriptions")));

    private static List<string?> Names(JsonElement entities) => [.. Everything(entities).Select(entity => entity.GetProperty("Name").GetString())];

    private static List<JsonElement> Children(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var children) ? [.. children.EnumerateArray()] : [];

    private static IEnumerable<JsonProperty> Properties(JsonElement entity) =>
        entity.TryGetProperty("Properties", out var properties) ? properties.EnumerateObject() : [];

    private static bool Flag(JsonElement entity, string name) =>
        Properties(entity).Any(property => property.Name == name && property.Value.GetBoolean());

    private static async Task<string> RunNodeAsync(string script)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardOutput = true })!;
        var output = await node.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, node.ExitCode);
        return output;
    }
}
