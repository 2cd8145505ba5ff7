using CareLoop.Domain.Conversations;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Conversations;

/// <summary>The application with one webhook account, and a partner's photo server.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private AppFixture? app;
    private PhotoServer? photos;

    public AppFixture App => app ?? throw new InvalidOperationException("Not started.");

    public PhotoServer Photos => photos ?? throw new InvalidOperationException("Not started.");

    public WebhookSender Partner => new(App.CreateClient(), App.Clock.GetUtcNow);

    public ApiClient Api => new(App.CreateClient());

    /// <summary>Settings of a webhook account whose photos lie on this machine.</summary>
    public static Dictionary<string, string?> SettingsOf(string account, string certificateFile) => new()
    {
        [$"Channels__webhook__{account}__Channel"] = "WeChat",
        [$"Channels__webhook__{account}__Site"] = "mall-sh-01",
        [$"Channels__webhook__{account}__Secret"] = WebhookSender.Secret,
        [$"Channels__webhook__{account}__MediaHosts"] = "127.0.0.1",
        ["Media__RootCertificates"] = certificateFile,
    };

    public async Task InitializeAsync()
    {
        photos = await PhotoServer.StartAsync(folder.At("root.pem"));
        app = new AppFixture { Settings = SettingsOf("shop", folder.At("root.pem")) };
        await app.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Photos.DisposeAsync();
        folder.Dispose();
    }

    public Task WaitAsync(TimeSpan time) => App.Clock.AdvanceToAsync(App.Clock.GetUtcNow() + time);

    public string ConversationOf(string user) => ChannelUsers.ConversationOf(
        Services.GetRequiredService<DeploymentSecrets>(), Services.GetRequiredService<ChannelAccounts>().Find("webhook", "shop")!.Value.Account, user, thread: null);

    public async Task<ConversationState> StateAsync(string user) =>
        (await Services.GetRequiredService<ConversationTable>().FindAsync(ConversationOf(user), default))!.State;

    public async Task<IReadOnlyList<MessageRow>> MessagesAsync(string user) =>
        (await Services.GetRequiredService<ConversationTable>().ReadMessagesAsync(ConversationOf(user), null, 100, default)).Messages;

    /// <summary>The one case all messages of a user are in.</summary>
    public async Task<string> OnlyCaseAsync(string user) =>
        Assert.Single((await MessagesAsync(user)).Select(row => row.Message.Place).Distinct()).CaseId ?? throw new InvalidOperationException($"{user} has no case.");

    /// <summary>Work that is still listed as open.</summary>
    public async Task<int> OpenWorkAsync()
    {
        var count = 0;
        await foreach (var _ in Services.GetRequiredService<InboundTable>().ReadOpenAsync(DateTimeOffset.MaxValue, default))
        {
            count++;
        }

        return count;
    }

    public IServiceProvider Services => App.Host.Services;
}
