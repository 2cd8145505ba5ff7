using Azure.Core.Pipeline;
using CareLoop.Domain.Notices;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications.Robots;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Notifications.Robots;

/// <summary>A host that dies at every single request to storage while it tells a group chat, one life after the other.</summary>
public sealed class RobotCrashTests(RobotApp fixture) : IClassFixture<RobotApp>
{
    private const string Name = "quiet";

    private AppFixture App => fixture.App;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_alert_is_told_whenever_the_host_dies_and_twice_only_where_nobody_can_know(bool afterSending)
    {
        var services = App.Host.Services;
        var table = services.GetRequiredService<RobotTable>();
        var twice = 0;
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 30, "It was never told.");
            await App.Clock.AdvanceToAsync(App.Clock.GetUtcNow().AddMinutes(2));
            var now = App.Clock.GetUtcNow();
            RobotNotice notice = new($"alert-{afterSending}-{life}", $"【媒体预警】工单 {afterSending}-{life}", now, now);
            await table.FileAsync("demo", Name, "media.alert", notice, default);
            await table.FileAsync("demo", Name, "media.alert", notice, default);
            lived = await LivesThroughAsync(life, afterSending);

            // The broker hands the bell out again, and once more for good measure.
            await WorkAsync(services.GetRequiredService<RobotTable>());
            await WorkAsync(services.GetRequiredService<RobotTable>());
            await App.Clock.AdvanceToAsync(App.Clock.GetUtcNow().AddSeconds(1));
            var told = fixture.Quiet.Chat.Count(call => call.Text.Contains(notice.Line, StringComparison.Ordinal));
            var row = Assert.Single((await table.ListAsync("demo", Name, status: null, continuation: null, 1, default)).Notices);
            Assert.Equal((notice.Id, RobotNoticeStatus.Told), (row.Id, row.Status));
            Assert.InRange(told, 1, row.Unclear ? 2 : 1);
            twice += told - 1;
        }

        Assert.Equal(afterSending ? 0 : 1, twice);
    }

    private async Task<bool> LivesThroughAsync(int requests, bool afterSending)
    {
        using DyingHandler connection = new(requests, afterSending);
        using HttpClient http = new(connection);
        var options = new TableClientOptions { Transport = new HttpClientTransport(http), Retry = { MaxRetries = 0 } };
        try
        {
            await WorkAsync(new RobotTable(new Tables(new TableServiceClient(App.Storage, options))));
            return !connection.IsOver;
        }
        catch (Exception) when (connection.IsOver)
        {
            return false;
        }
    }

    private Task WorkAsync(RobotTable table)
    {
        var services = App.Host.Services;
        var settings = services.GetRequiredService<RobotSettings>();
        var (robot, platform) = settings.Find(Name)!.Value;
        return new RobotWorker(
            settings, table, services.GetRequiredService<RobotQueue>(), services.GetRequiredService<RobotCaller>(), services.GetRequiredService<DirectorySettings>(), App.Clock)
            .WorkAsync(robot, platform, default);
    }
}
