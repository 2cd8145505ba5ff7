using System.Text.Json;
using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.Infra;

/// <summary>What the app reads is what infra/ and the sample settings give it.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Only for development: a production app must not have them.</summary>
    private static readonly HashSet<string> DevelopmentOnly = ["Security__DevelopmentTokenKey"];

    /// <summary>A connection string on a developer's machine, a group of settings with an identity on Azure.</summary>
    private static readonly HashSet<string> Connections = ["AzureWebJobsStorage", "CareLoopStorage", "ServiceBusConnection"];

    [Fact]
    public void Every_setting_that_the_code_reads_is_given_on_azure()
    {
        var given = AppSettings.InBicep();
        var read = ReadByCode();

        Assert.Contains("Security__DataWrappingKey", read);
        Assert.Contains("FollowUpDigestSchedule", read);
        Assert.DoesNotContain(read.Except(DevelopmentOnly), name => !IsGiven(name, given));
    }

    [Fact]
    public void Every_sample_setting_has_its_counterpart_on_azure()
    {
        var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json")).RootElement.GetProperty("Values")
            .EnumerateObject().Select(setting => setting.Name).Where(name => name != "FUNCTIONS_WORKER_RUNTIME").ToList();
        var given = AppSettings.InBicep();

        Assert.Contains("Directory__Organisation", sample);
        Assert.DoesNotContain(sample.Except(DevelopmentOnly), name => !IsGiven(name, given));
    }

    [Fact]
    public void Nothing_of_development_reaches_azure()
    {
        Assert.Empty(DevelopmentOnly.Intersect(AppSettings.InBicep()));
        Assert.DoesNotContain("UseDevelopmentStorage", Infrastructure.AllText, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_partitions_of_the_durable_hub_are_those_of_the_design()
    {
        var storage = JsonDocument.Parse(Repository.Read("src", "CareLoop.Functions", "host.json")).RootElement
            .GetProperty("extensions").GetProperty("durableTask").GetProperty("storageProvider");

        Assert.Equal(("azureStorage", 8), (storage.GetProperty("type").GetString(), storage.GetProperty("partitionCount").GetInt32()));
    }

    private static bool IsGiven(string name, HashSet<string> given) =>
        given.Contains(name) || (Connections.Contains(name) && given.Any(setting => setting.StartsWith(name + "__", StringComparison.Ordinal)));

    private static HashSet<string> ReadByCode()
    {
        var sources = System.IO.Directory.GetFiles(Repository.PathOf("src", "CareLoop.Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.EndsWith(".Embedded.cs", StringComparison.Ordinal));
        return
        [
            .. sources.Select(File.ReadAllText).SelectMany(text => Indexer().Matches(text).Concat(Reader().Matches(text)).Concat(Expression().Matches(text)).Concat(Connection().Matches(text)))
                .Select(match => match.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex("""onfiguration\["([A-Za-z_:]+)"\]""")]
    private static partial Regex Indexer();

    [GeneratedRegex("""Read\(configuration, "([A-Za-z_:]+)"\)""")]
    private static partial Regex Reader();

    [GeneratedRegex("""%([A-Za-z_]+)%""")]
    private static partial Regex Expression();

    [GeneratedRegex("Connection = \"([A-Za-z_]+)\"")]
    private static partial Regex Connection();
}
