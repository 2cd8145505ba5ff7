using System.Text.RegularExpressions;
using CareLoop.Functions.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace CareLoop.Functions.Tests.Infra;

public sealed partial class WorkflowTests
{
    [Fact]
    public void Ci_runs_the_two_commands_and_checks_the_formatting()
    {
        var commands = Commands("ci.yml").ToList();

        Assert.Contains(commands, command => command.StartsWith("dotnet test", StringComparison.Ordinal));
        Assert.Contains("dotnet run --project src/CareLoop.Functions -- demo", commands);
        Assert.Contains(commands, command => command.Contains("--verify-no-changes", StringComparison.Ordinal));
    }

    [Fact]
    public void The_azure_form_is_built_checked_and_played()
    {
        var commands = Commands("azure.yml").ToList();

        Assert.Equal("Azure", ((YamlScalarNode)Read("azure.yml")["env"]["FunctionsRuntime"]).Value);
        Assert.Contains(commands, command => command.Contains("az bicep build --file infra/main.bicep", StringComparison.Ordinal));
        Assert.Contains(commands, command => command.StartsWith("dotnet publish src/CareLoop.Functions", StringComparison.Ordinal));
        Assert.Contains(commands, command => command.Contains("CareLoop.Embedded", StringComparison.Ordinal));
        Assert.Contains(commands, command => command.Contains("func start", StringComparison.Ordinal));
        Assert.Contains(commands, command => command.Contains("infra/scripts/play-j01.mjs", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_journey_ends_in_real_time_is_said_where_people_look() => Assert.All(
        new[] { Repository.Read("infra", "scripts", "play-j01.mjs"), Repository.Read(".github", "workflows", "azure.yml"), Repository.Read("docs", "azure.md") },
        text => Assert.Contains("FollowUpPending", text, StringComparison.Ordinal));

    [Theory]
    [InlineData("ci.yml")]
    [InlineData("azure.yml")]
    public void A_file_that_a_workflow_uses_exists(string workflow)
    {
        var paths = Commands(workflow).SelectMany(command => FilePath().Matches(command)).Select(path => path.Value).Distinct().ToList();

        Assert.NotEmpty(paths);
        Assert.DoesNotContain(paths, path => !Path.Exists(Repository.PathOf(path)) && !path.Contains("node_modules", StringComparison.Ordinal)
            && !path.EndsWith("local.settings.json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ci.yml")]
    [InlineData("azure.yml")]
    public void A_workflow_may_only_read_and_ends_in_time(string workflow)
    {
        Assert.Equal("read", ((YamlScalarNode)Read(workflow)["permissions"]["contents"]).Value);
        Assert.All(((YamlMappingNode)Read(workflow)["jobs"]).Children.Values, job => Assert.NotNull(job["timeout-minutes"]));
    }

    private static YamlNode Read(string workflow)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(".github", "workflows", workflow)));
        return yaml.Documents[0].RootNode;
    }

    private static IEnumerable<string> Commands(string workflow) => ((YamlMappingNode)Read(workflow)["jobs"]).Children.Values
        .SelectMany(job => ((YamlSequenceNode)job["steps"]).Children.OfType<YamlMappingNode>())
        .Where(step => step.Children.ContainsKey("run"))
        .Select(step => ((YamlScalarNode)step["run"]).Value!.Trim());

    [GeneratedRegex(@"\b(?:infra|src)/[\w./-]+|\blocal\.settings\.sample\.json|\bFunctions\.sln")]
    private static partial Regex FilePath();
}
