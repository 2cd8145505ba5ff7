using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using static CareLoop.Domain.Tests.Support.SpoiltPack;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>Subscription messages: WeChat refuses a message of which one field is wrong, so nothing that cannot fit is published.</summary>
public sealed class SubscriptionTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["工单编号"] = "MALL-20260304-7K3QF2M9X",
        ["结果"] = "已为您更换同型号新沙发,\n旧沙发已收回,请您放心使用",
        ["责任人"] = "陈敏",
        ["时限"] = "2026-03-07 18:00",
    };

    [Theory]
    [InlineData("thing2", "已处理完毕:{结果}", "已处理完毕:已为您更换同型号新沙发, …")]
    [InlineData("thing3", "[由{责任人}负责]", "由陈敏负责")]
    [InlineData("thing3", "[{电话}]", "—")]
    [InlineData("thing3", "{电话}", "—")]
    [InlineData("character_string1", "{工单编号}", "MALL-20260304-7K3QF2M9X")]
    [InlineData("time4", "{时限}", "2026-03-07 18:00")]
    public void A_field_is_filled_in_on_one_line_and_cut_to_what_the_platform_takes(string field, string value, string expected)
    {
        var filled = new SubscriptionField(field, value).Fill(Values);
        Assert.Equal(expected, filled);
        Assert.True(filled.EnumerateRunes().Count() <= new SubscriptionField(field, value).Limit);
    }

    [Theory]
    [InlineData("thing1", "您反映的问题我们已经受理完毕并且:{结果}", "needs up to 23 characters; the field takes 20.")]
    [InlineData("thing1", "编号{工单编号}", "needs up to 26 characters; the field takes 20.")]
    [InlineData("thing1", "{客户姓名}", "names the variable {客户姓名}, which nobody fills.")]
    [InlineData("thing1", "{链接}", "a field cannot hold a link.")]
    [InlineData("character_string9", "编号{工单编号}", "a character_string takes no Chinese.")]
    [InlineData("phrase1", "{责任人}", "a phrase takes Chinese characters only.")]
    [InlineData("time1", "{结果}", "a time takes one instant and nothing else.")]
    [InlineData("time1", "截至{时限}", "a time takes one instant and nothing else.")]
    [InlineData("picture1", "{结果}", "the platform has no field of this kind.")]
    public void V_11_a_field_that_cannot_hold_its_text_is_found(string field, string value, string expected)
    {
        var text = Replace(Text("base.yaml"), "{ field: thing2, value: \"还在等您补充信息\" }", $"{{ field: {field}, value: \"{value}\" }}");
        Assert.Contains(
            Assert.Throws<HandbookException>(() => Load("base.yaml", text)).Errors, e => e.Rule == "V-11" && e.Message.EndsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void V_11_the_same_field_twice_is_found()
    {
        var text = Replace(Text("base.yaml"), "{ field: thing2, value: \"还在等您补充信息\" }", "{ field: character_string1, value: \"{工单编号}\" }");
        Assert.Contains(Assert.Throws<HandbookException>(() => Load("base.yaml", text)).Errors, e => e.Rule == "V-11" && e.Message.Contains("twice", StringComparison.Ordinal));
    }

    [Fact]
    public void V_11_a_text_that_no_text_message_could_carry_is_found()
    {
        var text = Replace(Text("base.yaml"), "    text: 工单{工单编号}已归档。", $"    text: 工单{{工单编号}}已归档。{new string('谢', 300)}");
        Assert.Contains(
            Assert.Throws<HandbookException>(() => Load("base.yaml", text)).Errors,
            e => e.Rule == "V-11" && e.Message.EndsWith("the field takes 300.", StringComparison.Ordinal));
    }
}
