using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

public sealed class ProfileAccessTests
{
    [Fact]
    public void COM_PRIV_03_owner_on_duty_handler_and_supervisor_may_see_the_full_profile_and_nobody_else_on_the_staff()
    {
        var state = Case() with { Owner = "he-jing", OnDutyHandler = "liu-yang", OfferedTo = "zhang-yue" };

        Assert.Equal(Ground.Owner, GroundOf(state, "he-jing"));
        Assert.Equal(Ground.OnDutyHandler, GroundOf(state, "liu-yang"));
        Assert.Equal(Ground.Supervisor, GroundOf(state, "wang-fang", isSupervisor: true));
        Assert.Equal(Ground.Colleague, GroundOf(state, "zhang-yue"));
        Assert.Equal(Ground.Auditor, GroundOf(state, "auditor", isAuditorOnly: true));
        Assert.Equal(
            [Ground.OwnMatter, Ground.Owner, Ground.OnDutyHandler, Ground.Supervisor],
            Enum.GetValues<Ground>().Where(ProfileAccess.GivesFullProfile));
    }

    [Fact]
    public void COM_PRIV_01_a_case_without_owner_gives_nobody_the_ground_of_an_owner() =>
        Assert.Equal(Ground.Colleague, GroundOf(Case() with { Owner = null, OnDutyHandler = null }, "he-jing"));

    [Theory]
    [InlineData("13800001234", "138****1234")]
    [InlineData("021-00000001", "021****0001")]
    [InlineData("95533", "****33")]
    [InlineData("110", "****")]
    [InlineData(null, null)]
    public void COM_PRIV_03_a_phone_number_keeps_its_ends(string? phone, string? masked) => Assert.Equal(masked, Masking.Phone(phone));

    [Theory]
    [InlineData("上海市浦东新区云山路88弄12栋1803室", "上海市浦东新****")]
    [InlineData("12栋1803", "12****")]
    [InlineData("1", "****")]
    [InlineData(null, null)]
    public void COM_PRIV_03_an_address_never_shows_the_door(string? address, string? masked) => Assert.Equal(masked, Masking.Address(address));

    [Theory]
    [InlineData("请打13800001234,谢谢", "请打138****1234,谢谢")]
    [InlineData("电话 138 0000 1234 或 021-56789012", "电话 138****1234 或 021****9012")]
    [InlineData("+86 13800001234", "+86****1234")]
    [InlineData("我住12栋1803,水管爆了", "我住****,水管爆了")]
    [InlineData("3号楼2单元501室漏水", "****漏水")]
    [InlineData("订单 4600000000000000001,付了 1399 元", "订单 4600000000000000001,付了 1399 元")]
    [InlineData("2026-03-04 18:00 前完成", "2026-03-04 18:00 前完成")]
    public void COM_PRIV_03_numbers_and_doors_in_words_are_masked_and_other_figures_are_not(string words, string masked) =>
        Assert.Equal(masked, Masking.Words(words));

    private static CaseState Case()
    {
        var scene = new Scene(Packs.Mall);
        scene.Receive("03-05 11:00", "Phone", Scene.Staff("zhou-jie", "FrontDeskAgent"));
        return scene.State;
    }

    private static Ground GroundOf(CaseState state, string id, bool isSupervisor = false, bool isAuditorOnly = false) =>
        ProfileAccess.GroundOf(state, Scene.Staff(id, "ServiceAgent"), isSupervisor, isAuditorOnly);
}
