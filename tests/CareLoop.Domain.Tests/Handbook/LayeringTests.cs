using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Handbook;

public sealed class LayeringTests
{
    [Fact]
    public void Keyword_lists_are_inherited_and_only_added_to()
    {
        var rule = Packs.Mall.SeverityRules.Single(r => r.Id == "media-threat");
        Assert.Contains("小红书", rule.When.Keywords); // from base
        Assert.Equal(rule.When.Keywords.Length, rule.When.Keywords.Distinct().Count());
        Assert.Equal("ComplaintSpecialist", rule.ConfirmBy); // the object itself is the mall's
    }

    [Fact]
    public void An_object_replaces_the_inherited_one_as_a_whole_and_remove_takes_it_away()
    {
        Assert.Equal("FrontDeskAgent", Packs.Mall.OwnerRole("Phone"));
        Assert.DoesNotContain("Wangwang", Packs.Mall.Channels);
        Assert.Contains("Wangwang", Packs.Of("e-commerce").Channels);
        Assert.Equal("Consultation Complaint ProductUse Suggestion LinkedNeed".Split(' ').Order(), Packs.Of("project-service", "contact-centre").CaseTypes.Order());
    }

    [Fact]
    public void A_profile_lies_on_its_pack_which_lies_on_base()
    {
        var presales = Packs.Of("e-commerce", "presales");
        Assert.Equal("PreSalesAgent", presales.OwnerRole("Wangwang"));
        Assert.Contains(presales.Slas, s => s.Id == "refund-decision");
        Assert.Contains(presales.Templates, t => t.Id == "case.archived");
    }

    [Theory]
    [InlineData("furniture-mall", null, "Complaint", "24 小时以内(到点即超时)")]
    [InlineData("education-membership", null, "Complaint", "当日答复:当日")]
    [InlineData("real-estate-developer", null, "Repair", "办结前须经客户确认")]
    [InlineData("retail-service", "tobacco", "EmergencyReplenishment", "应急补货审批:市场经理")]
    public void A_case_type_is_explained_in_Chinese(string pack, string? profile, string type, string expected)
    {
        var text = HandbookText.Explain(Packs.Of(pack, profile), type);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        foreach (var section in new[] { "【办理阶段】", "【时限】", "【超时与上报】", "【审批】", "【对话】", "【回访】" })
            Assert.Contains(section, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_listed_with_a_verdict()
    {
        Assert.EndsWith("可以发布:0 个错误,2 个警告", HandbookText.Describe(Packs.Library.Findings).TrimEnd(), StringComparison.Ordinal);
        var broken = Assert.Throws<HandbookException>(() => PackLibrary.Load([("x.yaml", "colour: red")]));
        Assert.Contains("x.yaml(1,1): V-01", HandbookText.Describe(broken.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_leave_out_what_has_no_value_and_insist_on_the_rest()
    {
        var template = Packs.Mall.Template("case.registered");
        var values = new Dictionary<string, string> { ["客户"] = "王女士", ["工单编号"] = "MALL-1" };
        Assert.Equal("王女士您好,您反映的问题我们已受理,编号MALL-1。", template.Render(values, Domain.Words.Language.Chinese));
        values["责任人"] = "陈敏";
        Assert.Contains("由陈敏全程负责", template.Render(values, Domain.Words.Language.Chinese), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => template.Render(new Dictionary<string, string>(), Domain.Words.Language.English));
    }
}
