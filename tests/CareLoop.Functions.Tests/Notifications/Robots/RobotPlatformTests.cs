using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Functions.Notifications.Robots;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Tests.Notifications.Robots;

public sealed class RobotPlatformTests
{
    [Fact]
    public void D2_DingTalk_signs_as_its_documentation_says()
    {
        var robot = Robot("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=abc", "this is secret");
        using var request = new DingTalkRobot().Write(robot, "文字", DateTimeOffset.FromUnixTimeMilliseconds(1577262236757));
        Assert.Equal(
            "https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D",
            request.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Feishu_signs_nothing_with_time_and_secret()
    {
        using var request = new FeishuRobot().Write(Robot("feishu", "https://open.feishu.cn/hook/abc", "secret"), "文字", DateTimeOffset.FromUnixTimeSeconds(1599360473));
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!;
        using System.Security.Cryptography.HMACSHA256 hmac = new(Encoding.UTF8.GetBytes("1599360473\nsecret"));
        Assert.Equal(
            ("1599360473", Convert.ToBase64String(hmac.ComputeHash([])), "文字"), ((string)body["timestamp"]!, (string)body["sign"]!, (string)body["content"]!["text"]!));
    }

    [Fact]
    public void Codes_mean_what_the_platforms_say()
    {
        Assert.IsType<RobotAnswer.Unable>(new WeComRobot().Judge(-1));
        Assert.Equal(new RobotAnswer.Blocked(TimeSpan.FromMinutes(1), "45009"), new WeComRobot().Judge(45009));
        Assert.Equal(new RobotAnswer.Refused("93000"), new WeComRobot().Judge(93000));
        Assert.Equal(new RobotAnswer.Blocked(TimeSpan.FromMinutes(10), "130101"), new DingTalkRobot().Judge(130101));
        Assert.Equal(new RobotAnswer.Refused("310000"), new DingTalkRobot().Judge(310000));
        Assert.Equal(new RobotAnswer.Blocked(TimeSpan.FromMinutes(1), "11232"), new FeishuRobot().Judge(11232));
        Assert.Equal(new RobotAnswer.Refused("19021"), new FeishuRobot().Judge(19021));
    }

    [Fact]
    public void Settings_that_cannot_work_stop_the_start_and_are_all_named_without_their_values()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Settings(
            ("Robots:one:Platform", "qq"), ("Robots:one:Address", "https://qyapi.weixin.qq.com/?key=secret-key"), ("Robots:one:Site", "mall-sh-01"),
            ("Robots:two:Platform", "wecom"), ("Robots:two:Address", "http://qyapi.weixin.qq.com/?key=secret-key"), ("Robots:th-ree:Platform", "wecom")));
        Assert.All(
            ["Robots__one__Platform", "Robots__two__Address", "Robots__two__Site", "Robots__th-ree:", "Robots__th-ree__Address"],
            name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret-key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_robot_tells_the_kinds_it_is_set_to_of_its_site_and_does_not_give_itself_away()
    {
        var settings = Settings(
            ("Robots:Service:Platform", "WeCom"), ("Robots:Service:Address", "https://qyapi.weixin.qq.com/?key=secret-key"), ("Robots:Service:Site", "mall-sh-01"),
            ("Robots:Service:Kinds", "case.escalated,media.alert"));
        var robot = Assert.Single(settings.All);
        Assert.Equal([true, false, false], new[] { ("mall-sh-01", "media.alert"), ("mall-sh-01", "case.assigned"), ("mall-bj-01", "media.alert") }
            .Select(item => robot.Tells(item.Item1, item.Item2)));
        Assert.Equal(("wecom/service", "service"), ($"{robot}", robot.Id));
        Assert.NotNull(settings.Find("service"));
        Assert.Null(settings.Find("nobody"));
    }

    private static Robot Robot(string platform, string address, string secret) =>
        new() { Id = "one", Platform = platform, Address = new Uri(address), Secret = secret, Site = "mall-sh-01", Kinds = [] };

    private static RobotSettings Settings(params (string Name, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build(),
        [new WeComRobot(), new DingTalkRobot(), new FeishuRobot()]);
}
