using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Notifications;

/// <summary>The application with every way to customers: a WeChat account, a provider of text messages, a mail server; each keeps its own books.</summary>
public sealed class OutsideFixture : IAsyncLifetime
{
    /// <summary>Id of WeChat's template for the result of a case.</summary>
    public const string FeedbackTemplate = "tmpl-feedback";

    private readonly FollowingClock clock = new();

    public WeChatPlatform WeChat { get; private set; } = null!;

    public SmsProvider Sms { get; private set; } = null!;

    public MailServer Mail { get; private set; } = null!;

    public AppFixture App { get; private set; } = null!;

    public ApiClient Api => new(App.CreateClient());

    public Uri Callback => new(App.Host.Address, "api/channels/wechat/mall1");

    public DeliveryTable Ledger => App.Host.Services.GetRequiredService<DeliveryTable>();

    public async Task InitializeAsync()
    {
        WeChat = await WeChatPlatform.StartAsync(clock);
        Sms = await SmsProvider.StartAsync(clock);
        Mail = await MailServer.StartAsync();
        App = new AppFixture
        {
            Settings = new Dictionary<string, string?>([
                .. WeChat.Settings("mall1", "mall-sh-01"), .. Sms.Settings, .. Mail.Settings,
                new("Channels__wechat__mall1__Subscriptions__case.feedback", FeedbackTemplate),
            ]),
        };
        await App.InitializeAsync();
        clock.Leader = App.Clock;
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Mail.DisposeAsync();
        await Sms.DisposeAsync();
        await WeChat.DisposeAsync();
    }

    public Task WaitAsync(TimeSpan time) => App.Clock.AdvanceToAsync(App.Clock.GetUtcNow() + time);

    /// <summary>Tests share one clock, and some end at night: waits until the mall has been open for an hour.</summary>
    public async Task OpeningAsync()
    {
        var now = App.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        if (now.Hour is < 10 or >= 16)
        {
            var today = new DateTimeOffset(now.Date, now.Offset);
            await App.Clock.AdvanceToAsync((now.Hour < 10 ? today : today.AddDays(1)).AddHours(10));
        }
    }

    /// <summary>A customer tells a story on WeChat; it is a case a minute later.</summary>
    public async Task<string> TellAsync(string openId)
    {
        await OpeningAsync();
        await WeChat.SendTextAsync(Callback, openId, "三人沙发框架裂了,要求换新");
        await WaitAsync(TimeSpan.FromMinutes(2));
        return (string)Assert.Single(await Api.ItemsAsync("/api/cases", await TokenAsync(openId)))["caseNumber"]!;
    }

    /// <summary>A customer at the counter, entered by staff.</summary>
    public async Task<string> EnterAsync(object customer)
    {
        await OpeningAsync();
        var opened = await Api.OpenAsync(new { site = "mall-sh-01", channel = "Phone", text = "桌腿松动", customer }, "chen.min");
        Assert.True(opened.Status == 201, opened.Text);
        await WaitAsync(TimeSpan.FromSeconds(5));
        return (string)opened.Json["caseNumber"]!;
    }

    public async Task<string> TokenAsync(string openId) => (string)(await Api.SendAsync(
        HttpMethod.Post, "/api/channels/wechat/mall1/sessions", user: null,
        System.Net.Http.Json.JsonContent.Create(new { code = WeChat.Api.Login(openId) }))).Json["token"]!;

    /// <summary>A step of staff, and a moment for what follows from it.</summary>
    public async Task StaffAsync(string number, object command)
    {
        var answer = await Api.CommandAsync(number, command);
        Assert.True(answer.Status == 200, answer.Text);
        await WaitAsync(TimeSpan.FromSeconds(5));
    }

    /// <summary>The customer answers in the mini-program, which does not count as writing in the chat.</summary>
    public async Task WeChatMiniSupplementAsync(string number, string openId)
    {
        var answer = await Api.CommandAsync(number, new { command = "supplement", text = "已补充" }, await TokenAsync(openId));
        Assert.True(answer.Status == 200, answer.Text);
        await WaitAsync(TimeSpan.FromSeconds(5));
    }

    /// <summary>The ledger of a case: kind, state, way.</summary>
    public async Task<List<(string Kind, string State, string? Way)>> LedgerAsync(string number) =>
        [.. (await Ledger.ReadAsync(number, default)).Select(row => (row.Delivery.Kind, row.Delivery.State.ToString(), row.Delivery.Way?.ToString()))];

    public IEnumerable<string> TextsTo(string openId) => WeChat.Api.Mailbox.Delivered.Where(message => message.OpenId == openId).Select(message => message.Text);
}
