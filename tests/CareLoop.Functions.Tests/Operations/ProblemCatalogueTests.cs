using System.Reflection;
using System.Text;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Tests.Architecture;

namespace CareLoop.Functions.Tests.Operations;

/// <summary>docs/problems.md is made from the catalogue itself.</summary>
public sealed class ProblemCatalogueTests
{
    private const string Update = "UPDATE_PROBLEMS";

    [Fact]
    public void The_page_on_problems_is_up_to_date()
    {
        var path = Path.Combine(SourceTree.Root, "docs", "problems.md");
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(path, Document());
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == Document(),
            $"{path} is stale: run this test once with {Update}=1.");
    }

    [Fact]
    public void Every_problem_is_in_the_catalogue_once()
    {
        var declared = typeof(ProblemKind).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(ProblemKind)).Select(field => (ProblemKind)field.GetValue(null)!);
        Assert.Equal(declared.Select(kind => kind.Code).Order(StringComparer.Ordinal), ProblemKind.All.Select(kind => kind.Code).Order(StringComparer.Ordinal));
        Assert.Distinct(ProblemKind.All.Select(kind => kind.Code));
    }

    [Fact]
    public void Every_problem_says_what_it_means_and_what_to_do_in_both_languages() => Assert.All(ProblemKind.All, kind =>
    {
        Assert.Matches("^[a-z]+(-[a-z]+)*$", kind.Code);
        Assert.InRange(kind.Status, 400, 599);
        foreach (var text in new[] { kind.Title, kind.Remedy })
        {
            Assert.Contains(text.Zh, letter => letter is >= '一' and <= '鿿');
            Assert.DoesNotContain(text.En, letter => letter is >= '一' and <= '鿿');
            Assert.False(string.IsNullOrWhiteSpace(text.En));
        }
    });

    private static string Document()
    {
        StringBuilder text = new("# 接口问题一览 Problems of the API\n\n由问题目录生成;过期时测试会失败。 Generated from the catalogue; a test fails when it is stale.\n\n");
        text.Append("出错时的应答是 `application/problem+json`(RFC 9457):`type` 为 `urn:careloop:problem:<code>`,`remedy` 说明怎么办,`errors` 指出字段,");
        text.Append("`allowed` 列出可用的取值,`ruleId` 是手册规则。\n\n| code | HTTP | 含义 | 怎么办 | Meaning | Remedy |\n|---|---|---|---|---|---|\n");
        foreach (var kind in ProblemKind.All.OrderBy(kind => kind.Status).ThenBy(kind => kind.Code, StringComparer.Ordinal))
        {
            text.Append($"| `{kind.Code}` | {kind.Status} | {Both(kind, Language.Chinese)} | {Both(kind, Language.English)} |\n");
        }

        return text.ToString();
    }

    private static string Both(ProblemKind kind, Language language) => $"{kind.Title.In(language)} | {kind.Remedy.In(language)}";
}
