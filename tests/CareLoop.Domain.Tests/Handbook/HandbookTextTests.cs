using System.Text.RegularExpressions;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>The explanation of a handbook reads as Chinese to whoever runs a service centre.</summary>
public sealed partial class HandbookTextTests
{
    [Fact]
    public void MALL_FU_04_and_MALL_ESC_04_explain_says_who_is_visited_when_and_for_whom_a_matter_is_reserved()
    {
        Assert.Contains("重大、重复投诉、第二次不满意时改为上门拜访", HandbookText.Explain(Packs.Mall, "Complaint"), StringComparison.Ordinal);
        Assert.Contains("上门时段 09:00–18:00", HandbookText.Explain(Packs.Mall, "Complaint"), StringComparison.Ordinal);
        Assert.Contains("只由客户服务中心经理负责和对外答复", HandbookText.Explain(Packs.Mall, "Reception"), StringComparison.Ordinal);
        Assert.Contains("来访上报(政府媒体接待):立即 客户服务中心经理(15 分钟内确认) → 立即 分管副总", HandbookText.Explain(Packs.Mall, "Reception"), StringComparison.Ordinal);
    }

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
    [InlineData("furniture-mall", "Complaint", "致歉(责任方 本公司):反馈结果之前,已记录“致歉” [COM-PROC-05]")]
    [InlineData("furniture-mall", "NoReasonReturn", "商品完好(方案 七天无理由退货):提交审批之前,商品完好检查 5 项全部勾选(主体、配件、标签、说明书、赠品),照片不少于 1 张")]
    [InlineData("property-management", "Repair", "维修前后照片:处理完成之前,处理后照片不少于 1 张,处理前照片不少于 1 张")]
    public void Gates_say_what_has_to_be_there_before_which_step(string pack, string type, string words) =>
        Assert.Contains(words, HandbookText.Explain(Packs.Of(pack), type), StringComparison.Ordinal);

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
