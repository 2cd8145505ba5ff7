using System.Text.Json;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Infra;

/// <summary>The sample settings and infra/ name the same things. What the code reads is checked with the Azure form, by the compiler.</summary>
public sealed class SettingsTests
{
    /// <summary>A connection string on a developer's machine, a group of settings with an identity on Azure.</summary>
    private static readonly HashSet<string> Connections = ["AzureWebJobsStorage", "CareLoopStorage", "ServiceBusConnection"];

    [Fact]
    public void Every_sample_setting_has_its_counterpart_on_azure()
    {
        var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json")).RootElement.GetProperty("Values")
            .EnumerateObject().Select(setting => setting.Name).Where(name => name != "FUNCTIONS_WORKER_RUNTIME").ToList();
        var given = AppSettings.InBicep();

        Assert.Contains("Directory__Organisation", sample);
        Assert.DoesNotContain(sample, name => !IsGiven(name, given));
    }

    [Fact]
    public void Nothing_of_development_reaches_azure()
    {
        Assert.DoesNotContain(AppSettings.InBicep(), name => name.Contains("Development", StringComparison.OrdinalIgnoreCase));
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
}
