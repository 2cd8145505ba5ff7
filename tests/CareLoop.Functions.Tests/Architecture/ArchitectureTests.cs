using System.Text.RegularExpressions;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Cases;

namespace CareLoop.Functions.Tests.Architecture;

public sealed partial class ArchitectureTests
{
    [Fact]
    public void Domain_and_embedded_runtime_know_nothing_of_each_other_or_of_the_app()
    {
        Assert.DoesNotContain(References(typeof(CaseDecider)), name => name.StartsWith("CareLoop", StringComparison.Ordinal));
        Assert.DoesNotContain(References(typeof(CareLoop.Embedded.Store.EmbeddedStore)), name => name.StartsWith("CareLoop", StringComparison.Ordinal));
    }

    [Fact]
    public void The_domain_needs_nothing_but_the_framework_and_a_YAML_parser() =>
        Assert.All(References(typeof(CaseDecider)), name => Assert.True(name.StartsWith("System", StringComparison.Ordinal) || name == "YamlDotNet", name));

    [Fact]
    public void Only_start_up_files_name_the_embedded_runtime()
    {
        var offenders = SourceTree.Of("CareLoop.Functions")
            .Where(file => !file.Path.EndsWith(".Embedded.cs", StringComparison.Ordinal) && file.Text.Contains("CareLoop.Embedded", StringComparison.Ordinal));
        Assert.Empty(offenders.Select(file => file.Path));
    }

    [Fact]
    public void There_are_no_compile_time_switches() =>
        Assert.Empty(SourceTree.Of("CareLoop.Functions").Where(file => file.Text.Contains("#if", StringComparison.Ordinal)).Select(file => file.Path));

    [Theory]
    [InlineData("CareLoop.Functions")]
    [InlineData("CareLoop.Embedded")]
    public void No_rule_lives_outside_the_domain(string project)
    {
        var offenders = SourceTree.Of(project)
            .Where(file => !file.Path.Contains("Development", StringComparison.Ordinal))
            .Select(file => (file.Path, Match: RuleWord().Match(SourceTree.WithoutComments(file.Text))))
            .Where(found => found.Match.Success);
        Assert.Empty(offenders.Select(found => $"{found.Path}: {found.Match.Value}"));
    }

    [Fact]
    public void The_rule_check_would_notice_a_rule()
    {
        Assert.Matches(RuleWord(), "if (state.Status == CaseStatus.Investigating)");
        Assert.Matches(RuleWord(), "var due = start + Hours(24);");
        Assert.Matches(RuleWord(), "const string Cycle = \"MALL-SLA-01\";");
    }

    [Fact]
    public void The_orchestrator_is_short_enough_to_be_read_like_the_picture()
    {
        var body = SourceTree.Of("CareLoop.Functions").Single(file => file.Path.EndsWith("CaseOrchestrator.cs", StringComparison.Ordinal)).Text;
        var run = body[body.IndexOf("public static async Task Run", StringComparison.Ordinal)..];
        Assert.InRange(run.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line.Trim('{', '}', ' '))), 10, 35);
    }

    [Theory]
    [InlineData("CareLoop.Domain")]
    [InlineData("CareLoop.Embedded")]
    [InlineData("CareLoop.Functions")]
    public void No_source_file_outgrows_400_lines(string project) =>
        Assert.Empty(SourceTree.Of(project).Where(file => file.Text.Split('\n').Length > 400).Select(file => file.Path));

    /// <summary>A status by name, a clock by kind, a handbook rule by id: words that only the domain and its packs may use in code.</summary>
    [GeneratedRegex("""CaseStatus\.(?!ToString)[A-Z]\w+|\b(Hours|Minutes|Business(Hours|Minutes|Days)|SameDay|RightDays|OpenDay)\(\d|"(COM|MALL|EDU|PROP|ECOM|RET|TOB|NET|PROJ|CTR|DEV)-[A-Z]+-\d""")]
    private static partial Regex RuleWord();

    private static IEnumerable<string> References(Type type) => type.Assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
