using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>What a customer's words suggest, and that a person decides (COM-ESC-04).</summary>
public sealed class SuggestionTests
{
    private const string Wardrobe = "衣柜装了三次都没装好,门都关不上!再不处理我就打12315,找电视台来曝光你们!"; // J04
    private const string Lift = "昨天傍晚电梯把我孩子困了二十分钟,按了呼叫没人应,你们必须给个说法!"; // J15
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");

    [Theory]
    [InlineData("furniture-mall", null, Wardrobe, "MALL-CLS-02", "Special MediaRisk")]
    [InlineData("furniture-mall", null, "不处理就发抖音、发小红书", "COM-ESC-04", "Special MediaRisk")] // inherited: the mall's own list has neither
    [InlineData("education-membership", null, "我要去消协投诉", "COM-ESC-04", "MediaRisk")]
    [InlineData("furniture-mall", null, "灯具漏电,差点触电", "COM-ESC-04", "SafetyRisk")]
    [InlineData("property-management", null, Lift, "COM-ESC-04", "SafetyRisk")]
    [InlineData("property-management", null, "我老公被困电梯", "COM-ESC-04", "SafetyRisk")]
    [InlineData("property-management", null, "楼上水管爆了,家里淹水", "PROP-CLS-02", "Emergency")]
    [InlineData("real-estate-developer", null, "厨房一直漏电,家里断电了", "DEV-SLA-03", "SafetyRisk Emergency")]
    [InlineData("real-estate-developer", null, "客厅飘窗下雨渗水,墙皮都起泡了,你们安排人来看看。", "DEV-SLA-03", "")] // J22
    public void Words_suggest_the_flags_of_the_rule(string pack, string? profile, string text, string rule, string flags)
    {
        Assert.Contains(Packs.Of(pack, profile).SeverityRules, r => r.Source.RuleIds.Contains(rule));
        Assert.Equal(flags, string.Join(' ', Suggestion.For(Packs.Of(pack, profile), text).Flags));
    }

    [Fact]
    public void PROP_CLS_02_what_is_on_the_list_is_urgent_and_what_is_not_is_not()
    {
        Assert.True(Suggestion.For(Packs.Of("property-management"), "三单元着火了").IsUrgent);
        Assert.False(Suggestion.For(Packs.Of("property-management"), "三单元的灯不亮").IsUrgent);
    }

    [Fact]
    public void COM_ESC_04_every_keyword_of_the_rule_suggests_its_flag_in_every_pack()
    {
        var lists = new (string Flag, string Keywords)[]
        {
            ("MediaRisk", "电视台 记者 媒体 曝光 报社 热搜 抖音 微博 小红书 12315 12345 消协 市场监管 起诉 律师函"),
            ("SafetyRisk", "起火 冒烟 触电 漏电 煤气 燃气 爆裂 坠落 受伤 流血 困人 孩子"),
        };
        foreach (var pack in Packs.Library.Packs)
        {
            Assert.Equal(Suggestion.None.Flags.AsEnumerable(), Suggestion.For(pack, "你好,请尽快处理,谢谢").Flags.AsEnumerable());
            foreach (var (flag, keywords) in lists)
                Assert.All(keywords.Split(' '), k => Assert.Contains(flag, Suggestion.For(pack, $"请注意{k}。").Flags));
        }
    }

    [Theory]
    [InlineData("打12315投诉", true)]
    [InlineData("打 12315 投诉", true)]
    [InlineData("电 视 台要来", true)]
    [InlineData("我的电话13812315666", false)]
    [InlineData("订单123150", false)]
    [InlineData("订单912315", false)]
    [InlineData("订单123150,已打12315", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void COM_ESC_04_keywords_are_found_however_they_are_typed_and_hotlines_only_by_themselves(string? text, bool found) =>
        Assert.Equal(found, Suggestion.For(Packs.Mall, text).Flags.Contains("MediaRisk"));

    [Fact]
    public void MALL_AC_06_a_merchant_that_has_left_suggests_its_flag()
    {
        Assert.Equal("Special MerchantLeft", string.Join(' ', Suggestion.For(Packs.Mall, "沙发坏了", counterpartyStatus: "Left").Flags));
        Assert.Empty(Suggestion.For(Packs.Mall, "沙发坏了", counterpartyStatus: "Active").Flags);
    }

    [Fact]
    public void NET_SLA_01_the_category_suggests_urgency()
    {
        var suggestion = Suggestion.For(Packs.Of("after-sales-network"), "设备停机", category: "UrgentRepair");
        Assert.Equal((true, "urgent-category"), (suggestion.IsUrgent, Assert.Single(suggestion.Rules)));
        Assert.False(Suggestion.For(Packs.Of("after-sales-network"), "设备停机", category: "SpareParts").IsUrgent);
    }

    [Fact]
    public void A_pack_can_suggest_a_severity()
    {
        const string Rule = "severityRules:\n  - { id: fire, name: 火情, when: { keywords: [火灾] }, set: { severity: Major }, ruleIds: [COM-ESC-02], origin: I }\n";
        var mall = Packs.Files.First(f => f.FileName == "furniture-mall.yaml").Text.ReplaceLineEndings("\n").Replace("severityRules:\n", Rule, StringComparison.Ordinal);
        var pack = PackLibrary.Load(Packs.Files.Where(f => f.FileName is "base.yaml").Append(("mall.yaml", mall))).InForce("furniture-mall", null, At.China("2026-03-01 00:00"));
        Assert.Equal("Major", Suggestion.For(pack, "家里火灾,找记者").Severity);
        Assert.Null(Suggestion.For(pack, "找记者").Severity);
    }

    [Fact]
    public void COM_ESC_04_a_suggestion_waits_for_a_person()
    {
        var scene = Received(new CaseFacts("chen-min", SuggestedFlags: Suggestion.For(Packs.Mall, Wardrobe).Flags));
        Assert.Equal("MediaRisk Special", string.Join(' ', scene.State.SuggestedFlags));
        Assert.Empty(scene.State.Flags);
        Assert.Equal("MediaRisk,Special", scene.Timeline[0].Data["suggestedFlags"]);
        Assert.DoesNotContain(scene.Timeline, e => e.Type == EventTypes.Escalated);

        var events = scene.Do("03-07 16:22", Chen, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["Special", "MediaRisk"]));
        Assert.Empty(scene.State.SuggestedFlags);
        Assert.Equal("media.alert → ServiceCentreManager, case.escalated → ServiceCentreManager", Scene.Notices(events.Where(e => e.Type == EventTypes.Escalated)));
        Assert.Equal("COM-ESC-02 | Minutes(15) | always | 2026-03-07 16:22 | — | 2026-03-07 16:37 | Running | —", scene.Row("ack.mall-media.0.ServiceCentreManager"));
    }

    [Fact]
    public void COM_ESC_04_a_threat_in_later_words_is_suggested_too_and_only_once()
    {
        var scene = Received(new CaseFacts("chen-min"));
        var facts = new CaseFacts(SuggestedFlags: ["MediaRisk", "Unknown"]);
        scene.Play(scene.When("03-07 16:30"), scene.Command("03-07 16:30", Scene.Customer, new Comment(true)) with { Facts = facts });
        Assert.Equal("MediaRisk", Assert.Single(scene.State.SuggestedFlags));
        Assert.Equal("MediaRisk", scene.Timeline[^1].Data["suggestedFlags"]);
        scene.Play(scene.When("03-07 16:31"), scene.Command("03-07 16:31", Scene.Customer, new Supplement()) with { Facts = facts });
        Assert.False(scene.Timeline[^1].Data.ContainsKey("suggestedFlags"));
        scene.Do("03-07 16:40", Chen, new Classify("Complaint", "DeliveryInstallation", "Ordinary", ["MediaRisk"]));
        scene.Play(scene.When("03-07 16:45"), scene.Command("03-07 16:45", Scene.Customer, new Supplement()) with { Facts = facts });
        Assert.Empty(scene.State.SuggestedFlags);
    }

    [Fact]
    public void COM_ESC_03_a_repeated_complaint_goes_to_its_old_owner_and_suggests_the_flag()
    {
        var scene = Received(new CaseFacts("zhou-jie", PreviousOwner: "chen-min"));
        Assert.Equal(("chen-min", "Repeat"), (scene.State.Owner, Assert.Single(scene.State.SuggestedFlags)));
        var events = scene.Do("03-07 16:22", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", ["Repeat"]));
        Assert.Equal("case.escalated → ServiceCentreManager", Scene.Notices(events.Where(e => e.Type == EventTypes.Escalated))); // L1 at once
    }

    [Theory]
    [InlineData(true, "c-1 03-01 10:00", "c-2 03-04 10:00")]
    [InlineData(true, "c-1 02-28 16:20", "c-2 03-07 16:20")] // seven days ago to the minute
    [InlineData(false, "c-1 02-28 16:19", "c-2 03-07 16:20")]
    [InlineData(false, "c-1 03-01 10:00", "c-1 03-04 10:00")] // one customer twice is no group
    [InlineData(false, "c-1 03-01 10:00", "c-2 03-07 16:21")] // what came later says nothing yet
    public void MALL_CLS_02_the_third_customer_of_a_merchant_within_seven_days_suggests_a_group_complaint(bool group, params string[] others)
    {
        CounterpartyComplaint[] complaints = [.. others.Select(Complaint), Complaint("c-3 03-07 16:20")];
        var suggestion = Suggestion.ForGroup(Packs.Mall, At.China("2026-03-07 16:20"), complaints);
        Assert.Equal(group ? "Special GroupComplaint" : "", string.Join(' ', suggestion.Flags));
    }

    [Fact]
    public void MALL_CLS_02_only_handbooks_that_ask_for_it_look_back()
    {
        Assert.Equal(TimeSpan.FromDays(7), Suggestion.GroupWindow(Packs.Mall));
        Assert.Null(Suggestion.GroupWindow(Packs.Of("property-management")));
    }

    private static CounterpartyComplaint Complaint(string text) => new($"case-{text}", text[..3], At.China($"2026-{text[4..]}"));

    private static Scene Received(CaseFacts facts)
    {
        var scene = new Scene(Packs.Mall);
        var receive = new ReceiveCase("MALL-20260304-7K3QF2M9X", "demo", "site-1", scene.Pack.Reference, "WeChat", Scene.Customer.Id);
        scene.Play(scene.When("03-07 16:20"), scene.Command("03-07 16:20", Scene.Customer, receive) with { Facts = facts });
        return scene;
    }
}
