using System.Reflection;
using CareLoop.Domain.Handbook.Validation;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>Every rule of the handbook is named by a test or stands in docs/handbook-coverage.md with its reason.</summary>
public sealed class CoverageTests
{
    private const string Update = "UPDATE_HANDBOOK_COVERAGE";

    [Fact]
    public void The_coverage_document_is_up_to_date()
    {
        var path = Path.Combine(Root(), "docs", "handbook-coverage.md");
        var expected = Coverage.Document(RuleCatalogue.Ids, TestNames(), Packs.Library.Packs);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == expected, $"{path} is stale: run the tests once with {Update}=1.");
    }

    [Fact]
    public void No_rule_is_without_a_test_or_a_reason() =>
        Assert.DoesNotContain("| ? |", Coverage.Document(RuleCatalogue.Ids, TestNames(), Packs.Library.Packs), StringComparison.Ordinal);

    [Fact]
    public void No_test_names_a_rule_that_does_not_exist()
    {
        var named = TestNames().SelectMany(Coverage.RulesNamedIn).Distinct();
        Assert.DoesNotContain(named, r => !RuleCatalogue.Ids.Contains(r));
    }

    /// <summary>Names of tests; a theory is named once more for every rule in its data.</summary>
    private static IEnumerable<string> TestNames() =>
        Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<FactAttribute>() is not null)
            .SelectMany(m => RulesInData(m).Select(rule => $"{rule.Replace('-', '_')}_{m.Name}").Prepend(m.Name))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> RulesInData(MethodInfo method) =>
        method.GetCustomAttributes<InlineDataAttribute>().SelectMany(d => d.GetData(method)).SelectMany(d => d ?? []).OfType<string>().Where(RuleCatalogue.Ids.Contains);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
