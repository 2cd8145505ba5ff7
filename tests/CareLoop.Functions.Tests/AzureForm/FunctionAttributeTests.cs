using System.Text.Json.Nodes;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Functions.Tests.AzureForm.Attributes;

namespace CareLoop.Functions.Tests.AzureForm;

/// <summary>Names in attributes and code agree with host.json, the broker's entities, the sample settings and the Bicep files.</summary>
public sealed class FunctionAttributeTests
{
    /// <summary>Read on Azure only: the platform or the deployment sets them, and a developer's machine has none.</summary>
    private static readonly string[] OnlyOnAzure = ["AZURE_CLIENT_ID", "APPLICATIONINSIGHTS_CONNECTION_STRING"];

    /// <summary>Groups whose names every deployment chooses itself: docs/channels.md and docs/robots.md list what each has, and its reader checks it.</summary>
    private static readonly string[] ChosenNames = ["Channels", "Robots"];

    private static readonly Lazy<AzureFormCompilation> App = new(AzureFormCompilation.OfTheApp);

    [Fact]
    public void Every_name_in_the_apps_attributes_exists()
    {
        var functions = AppFunction.Of(App.Value.Compilation);
        Assert.NotEmpty(functions);
        var problems = new FunctionChecks(functions, Surroundings.OfTheApp()).Run();
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void Every_setting_that_the_app_reads_is_in_the_sample_and_in_the_Bicep_files()
    {
        var surroundings = Surroundings.OfTheApp();
        var reads = SettingRead.Of(App.Value.Compilation);
        Assert.NotEmpty(reads);
        var problems = reads.Where(read => read.Key is null).Select(read => $"{read.Where}: the key is computed; name it, so that it can be checked")
            .Concat(Missing(reads, surroundings.SampleSettings, [.. OnlyOnAzure, .. ChosenNames], "local.settings.sample.json"))
            .Concat(Missing(reads, surroundings.AzureSettings, ChosenNames, "the Bicep files"))
            .ToList();
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Theory]
    [InlineData("[Function(\"Tick\")]", "[Function(\"START\")]", "the name is also used at Sample.cs(37)")]
    [InlineData("[Function(\"Tick\")]", "[Function(\"1 tick\")]", "begins with a letter")]
    [InlineData("Route = \"notes/{id}\"", "Route = \"/notes/{id}\"", "begins with a slash")]
    [InlineData("\"events\", \"staff\"", "\"events\", \"nobody\"", "Config.json has no events/nobody")]
    [InlineData(", IsSessionsEnabled = true", "", "disagree about sessions of events/staff")]
    [InlineData("Connection = \"Bus\"", "Connection = \"Buss\"", "setting Buss is not in local.settings.sample.json")]
    [InlineData("Connection = \"Bus\"", "Connection = \"Local\"", "setting Local is not in the Bicep files")]
    [InlineData("Connection = \"Bus\", ", "", "the trigger names no Connection")]
    [InlineData("0 30 1 * * *", "30 1 * * *", "'30 1 * * *' is no six-field schedule")]
    [InlineData("0 30 1 * * *", "%TickSchedule%", "setting TickSchedule is not in local.settings.sample.json")]
    [InlineData("[OrchestrationTrigger]", "[HttpTrigger(AuthorizationLevel.Anonymous, \"POST\", Route = \"Notes/{other}\")]", "POST Notes/{other} is also answered at Sample.cs(37)")]
    public void A_planted_mistake_is_reported_with_file_and_line(string correct, string mistaken, string expected)
    {
        var problems = Check(SampleApp.With(correct, mistaken, out _));
        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal) && problem.StartsWith("Sample.cs(", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_has_no_mistake() => Assert.Empty(Check(SampleApp.Code));

    [Fact]
    public void Settings_are_found_behind_indexers_methods_interpolations_and_helpers()
    {
        const string Code = """
            using Microsoft.Extensions.Configuration;

            _ = new Reader(null!);

            internal sealed class Reader(IConfiguration configuration)
            {
                public string A { get; } = configuration["A:Direct"];
                public int B { get; } = configuration.GetValue<int>("B");
                public string C { get; } = configuration.GetSection("C")["D"];
                public string E { get; } = Read(configuration, "E:Helped");
                public string F { get; } = configuration[$"F:{nameof(F)}{configuration}"];
                public string G { get; } = configuration[configuration.ToString()];
                private static string Read(IConfiguration settings, string name) => settings[name];
            }
            """;
        var reads = SettingRead.Of(AzureFormCompilation.Of([(SampleApp.FileName, Code)]).Compilation);
        Assert.Equal([null, "A:Direct", "B", "C", "D", "E:Helped", "F"], reads.Select(read => read.Key).Order(StringComparer.Ordinal));
        Assert.Contains(new SettingRead("E:Helped", "Sample.cs(10)"), reads);
    }

    private static IEnumerable<string> Missing(IEnumerable<SettingRead> reads, IReadOnlySet<string>? settings, string[] except, string where) =>
        settings is null
            ? []
            : reads.Where(read => read.Key is { } key && !except.Contains(key) && !IsThere(settings, key))
                .Select(read => $"{read.Where}: {read.Key} is not in {where}");

    /// <summary>A key below a connection may be missing where the connection itself is a connection string.</summary>
    private static bool IsThere(IReadOnlySet<string> settings, string key) =>
        Surroundings.Has(settings, key) || (key.Split(':') is [var connection, "fullyQualifiedNamespace"] && settings.Contains(connection));

    private static IReadOnlyList<string> Check(string code)
    {
        var broker = BrokerConfig.Parse("""
            { "UserConfig": { "Namespaces": [ { "Name": "sample", "Queues": [], "Topics": [ { "Name": "events", "Properties": {},
              "Subscriptions": [ { "Name": "staff", "Properties": { "RequiresSession": true }, "Rules": [] } ] } ] } ] } }
            """);
        var host = JsonNode.Parse("""
            { "extensions": { "http": { "routePrefix": "api" }, "durableTask": { "hubName": "Sample" }, "serviceBus": { "maxConcurrentCalls": 4 } } }
            """)!;
        var surroundings = new Surroundings(new HashSet<string> { "Bus", "Local" }, new HashSet<string> { "Bus:fullyQualifiedNamespace" }, host, broker);
        return new FunctionChecks(AppFunction.Of(AzureFormCompilation.Of([(SampleApp.FileName, code)]).Compilation), surroundings).Run();
    }
}
