using System.Text.RegularExpressions;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>The explanation of a handbook reads as Chinese to whoever runs a service centre.</summary>
public sealed partial class HandbookTextTests
{
    [Fact]
    public void No_code_is_left_in_the_explanation_of_any_type()
    {
        var left = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pack in Packs.Library.Packs)
        {
            foreach (var type in pack.CaseTypes)
            {
                // On purpose: the type's own id in the title, rule numbers, and names people use in Latin letters.
                var text = OnPurpose().Replace(HandbookText.Explain(pack, type).Replace($"({type})", "", StringComparison.Ordinal), "");
                left.UnionWith(Latin().Matches(text).Select(m => $"{pack.Reference.Id}: {m.Value}"));
            }
        }

        Assert.Empty(left);
    }

    [Fact]
    public void Limits_that_start_with_the_last_approval_say_so()
    {
        var text = HandbookText.Explain(Packs.Mall, "Complaint");
        Assert.Contains("赔偿付款(方案 先行赔偿):3 个自然日,自审批全部通过起", text, StringComparison.Ordinal);
        Assert.Contains("第二次不满意时改为上门拜访", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("property-management", "客服主管在到期前可另行承诺时间 [PROP-SLA-01]")]
    [InlineData("education-membership", ",或告知进展,按")]
    public void Exceptions_and_other_ways_to_keep_a_limit_are_said(string pack, string words) =>
        Assert.Contains(words, HandbookText.Explain(Packs.Of(pack), "Complaint"), StringComparison.Ordinal);

    [GeneratedRegex(@"(COM|MALL|EDU|PROP|ECOM|RET|TOB|NET|PROJ|CTR|DEV|PUB)(-[A-Z]+)?-\d\d|\bQQ\b|\bVIP\b|\b(hello|hi|ok)\b")]
    private static partial Regex OnPurpose();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();
}
