using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CareLoop.Journeys;

/// <summary>The demo as its user runs it.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_JSON_demo_prints_one_document_and_ends_well()
    {
        var (exitCode, output) = await RunAsync("demo", "--json");
        Assert.Equal(0, exitCode);
        var result = JsonNode.Parse(output)!.AsObject();
        Assert.Equal(["case", "timeline", "clocks", "notices"], result.Select(part => part.Key));
        Assert.Equal("Archived", (string)result["case"]!["status"]!["id"]!);
        Assert.Equal((5, 6), (result["clocks"]!.AsArray().Count, result["notices"]!.AsArray().Count));
    }

    [Fact]
    public async Task An_unknown_command_explains_the_known_ones()
    {
        var (exitCode, output) = await RunAsync("dance");
        Assert.Equal((2, string.Empty), (exitCode, output));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "CareLoop.Functions.dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.With(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        await error;
        return (process.ExitCode, await output);
    }
}

file static class ProcessStartInfoExtensions
{
    public static ProcessStartInfo With(this ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
