using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>The application with one mini-program, <c>mini1</c>, and WeChat's stand-in behind it.</summary>
public sealed class MiniProgramApp : IAsyncLifetime
{
    private readonly FollowingClock clock = new();

    public WeChatPlatform WeChat { get; private set; } = null!;

    public AppFixture App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        WeChat = await WeChatPlatform.StartAsync(clock);
        App = new AppFixture { Settings = WeChat.Settings("mini1", "mall-sh-01", "MiniProgram") };
        await App.InitializeAsync();
        clock.Leader = App.Clock;
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await WeChat.DisposeAsync();
    }
}
