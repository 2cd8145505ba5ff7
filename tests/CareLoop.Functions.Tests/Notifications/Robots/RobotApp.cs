using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;

namespace CareLoop.Functions.Tests.Notifications.Robots;

/// <summary>The application with a robot of each platform, each at a site of its own.</summary>
public sealed class RobotApp : IAsyncLifetime
{
    public const string Link = "https://console.example/cases/";
    private const string Kinds = "case.supplemented, media.alert, penalty.proposed, penalty.withdrawn, penalty.due";

    private readonly FollowingClock clock = new();

    public AppFixture App { get; private set; } = null!;

    public GroupRobot WeCom { get; private set; } = null!;

    public GroupRobot DingTalk { get; private set; } = null!;

    public GroupRobot Feishu { get; private set; } = null!;

    /// <summary>Of a site where nothing happens by itself.</summary>
    public GroupRobot Quiet { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (WeCom, DingTalk) = (await GroupRobot.StartAsync(clock, "wecom"), await GroupRobot.StartAsync(clock, "dingtalk"));
        (Feishu, Quiet) = (await GroupRobot.StartAsync(clock, "feishu"), await GroupRobot.StartAsync(clock, "wecom"));
        App = new AppFixture
        {
            Settings = new Dictionary<string, string?>(
            [
                .. WeCom.Settings("service", "mall-sh-01", Kinds),
                .. DingTalk.Settings("beijing", "mall-bj-01", Kinds),
                .. Feishu.Settings("shop", "ecom-01", Kinds),
                .. Quiet.Settings("quiet", "prop-sh-01", "media.alert"),
            ])
            {
                ["Links__Case"] = Link,
                ["InboxSweepSchedule"] = "30 0 3 * * *",
                ["ReceiptSweepSchedule"] = "45 0 3 * * *",
                ["DutyWatchSchedule"] = "0 5 3 * * *",
                ["CareWatchSchedule"] = "1 0 3 * * *",
                ["TableExportSchedule"] = "0 30 3 1 1 *",
            },
        };
        await App.InitializeAsync();
        clock.Leader = App.Clock;
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        foreach (var robot in new[] { WeCom, DingTalk, Feishu, Quiet })
        {
            await robot.DisposeAsync();
        }
    }
}
