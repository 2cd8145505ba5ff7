using System.Text.Json;
using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.Architecture;

public sealed partial class SettingsTests
{
    /// <summary>Settings that only exist on Azure, where there is no connection string.</summary>
    private static readonly string[] OnAzureOnly = ["AZURE_CLIENT_ID", "CareLoopStorage:tableServiceUri", "CareLoopStorage:blobServiceUri", "ServiceBusConnection:fullyQualifiedNamespace"];

    [Fact]
    public void Every_setting_the_code_reads_is_in_the_sample()
    {
        var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "local.settings.sample.json")))
            .RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).ToHashSet();
        var read = SourceTree.Of("CareLoop.Functions").SelectMany(file => Setting().Matches(file.Text).Select(match => match.Groups.Values.Last(group => group.Success).Value))
            .Where(name => !OnAzureOnly.Contains(name))
            .Select(name => name.Replace(":", "__", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        Assert.Contains("CareLoopStorage", read);
        Assert.Contains("InboxSweepSchedule", read);
        Assert.All(read, name => Assert.Contains(name, sample));
    }

    [GeneratedRegex("""Connection = "(\w+)"|"%(\w+)%"|Read\(configuration, "([^"]+)"\)|onfiguration\["([^"]+)"\]""")]
    private static partial Regex Setting();
}
