using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CareLoop.Functions.Tests.AzureForm;

/// <summary>The project file chooses the right form, and never lets the embedded runtime out.</summary>
public sealed class BuildFormTests
{
    private static readonly string Project = RepositoryFolder.Combine("src", "CareLoop.Functions", "CareLoop.Functions.csproj");

    [Theory]
    [InlineData(null, null, "Embedded")]
    [InlineData(null, "production", "Azure")]
    [InlineData("Azure", null, "Azure")]
    [InlineData("Embedded", "production", "Embedded")]
    public async Task The_form_is_what_the_property_says_or_Azure_under_azd(string? property, string? environment, string expected)
    {
        string[] choice = property is null ? [] : [$"-p:FunctionsRuntime={property}"];
        var (_, output) = await MsbuildAsync(environment, ["-getProperty:FunctionsRuntime", .. choice]);
        Assert.Equal(expected, output.Trim());
    }

    [Fact]
    public async Task The_Azure_form_has_the_official_packages_each_with_a_version_and_not_the_embedded_runtime()
    {
        var (_, output) = await MsbuildAsync(null, ["-p:FunctionsRuntime=Azure", "-getItem:PackageReference,PackageVersion,ProjectReference"]);
        var items = JsonNode.Parse(output)!["Items"]!;
        var packages = Names(items["PackageReference"]!);

        Assert.Contains("Microsoft.Azure.Functions.Worker", packages);
        Assert.Contains("Microsoft.Azure.Functions.Worker.Sdk", packages);
        Assert.Contains("Microsoft.Azure.Functions.Worker.Extensions.DurableTask", packages);
        Assert.Empty(packages.Except(Names(items["PackageVersion"]!)));
        Assert.DoesNotContain(Names(items["ProjectReference"]!), name => name.Contains("Embedded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publishing_the_embedded_form_is_refused()
    {
        var (exitCode, output) = await MsbuildAsync(null, ["-t:RefuseEmbeddedRuntime", "-p:NoBuild=true", "-p:BuildProjectReferences=false"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("The output to publish holds CareLoop.Embedded.", output, StringComparison.Ordinal);
    }

    private static List<string> Names(JsonNode items) => [.. items.AsArray().Select(item => (string)item!["Identity"]!)];

    private static async Task<(int ExitCode, string Output)> MsbuildAsync(string? azureEnvironment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Project, "-nologo", .. arguments]) { RedirectStandardOutput = true };
        start.Environment.Remove("AZURE_ENV_NAME");
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (azureEnvironment is not null)
        {
            start.Environment["AZURE_ENV_NAME"] = azureEnvironment;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
