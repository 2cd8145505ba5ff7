using System.Text.Json.Nodes;

namespace CareLoop.Journeys;

/// <summary>The demo as its user runs it.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_JSON_demo_prints_one_document_and_ends_well()
    {
        var (exitCode, output, error) = await AppProcess.RunAsync("demo", "--json");
        Assert.Equal((0, string.Empty), (exitCode, error));
        var result = JsonNode.Parse(output)!.AsObject();
        Assert.Equal(["case", "timeline", "clocks", "notices"], result.Select(part => part.Key));
        Assert.Equal("Archived", (string)result["case"]!["status"]!["id"]!);
        Assert.Equal((5, 6), (result["clocks"]!.AsArray().Count, result["notices"]!.AsArray().Count));
    }

    [Fact]
    public async Task An_unknown_command_explains_the_known_ones()
    {
        var (exitCode, output, error) = await AppProcess.RunAsync("dance");
        Assert.Equal((2, string.Empty), (exitCode, output));
        Assert.Contains("demo [--journey J02] [--json]", error, StringComparison.Ordinal);
    }
}
