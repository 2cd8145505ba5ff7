using System.Security.Cryptography;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.WeChat;
using CareLoop.Functions.Tests.Support.Platforms;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>Our side of WeChat's API against a stand-in on a real socket.</summary>
public sealed class WeChatApiTests : IAsyncLifetime
{
    private const long Size = 1024 * 1024;

    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    private readonly ManualClock clock = new(DateTimeOffset.FromUnixTimeSeconds(1_772_600_000));
    private readonly ServiceProvider services;
    private WeChatPlatform platform = null!;

    public WeChatApiTests() => services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddWeChat().BuildServiceProvider();

    private WeChatApi Api => services.GetRequiredService<WeChatApi>();

    private ChannelAccount Account => WeChatSamples.Account() with { AppId = platform.AppId, AppSecret = platform.Api.AppSecret, ApiBase = platform.Api.Address };

    public async Task InitializeAsync() => platform = await WeChatPlatform.StartAsync(clock);

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await platform.DisposeAsync();
    }

    [Fact]
    public async Task A_sign_in_code_gives_the_open_id_once()
    {
        var code = platform.Api.Login("o-li");

        Assert.Equal("o-li", await Api.SignInAsync(Account, code, default));
        Assert.Equal((WeChatFault.CodeUsed, 40163), await FaultAsync(() => Api.SignInAsync(Account, code, default)));
    }

    [Fact]
    public async Task A_sign_in_code_ends_after_five_minutes()
    {
        var code = platform.Api.Login("o-li");
        clock.Now += TimeSpan.FromMinutes(5);

        Assert.Equal((WeChatFault.CodeInvalid, 40029), await FaultAsync(() => Api.SignInAsync(Account, code, default)));
    }

    [Fact]
    public async Task Photos_are_fetched_by_id_with_one_token_for_many()
    {
        var ids = Enumerable.Range(0, 10).Select(_ => platform.Api.AddMedia(Photo, "image/jpeg")).ToList();

        var files = await Task.WhenAll(ids.Select(id => Api.DownloadAsync(Account, id, Size, default)));

        Assert.All(files, file => Assert.Equal("image/jpeg", file.ContentType));
        Assert.All(files, file => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Photo)), file.File.Hash));
        Assert.Single(platform.Api.Server.Calls, "/cgi-bin/stable_token");
    }

    [Fact]
    public async Task A_token_is_renewed_in_its_last_five_minutes_and_not_before()
    {
        var id = platform.Api.AddMedia(Photo, "image/jpeg");
        await Api.DownloadAsync(Account, id, Size, default);
        clock.Now += TimeSpan.FromSeconds(7200 - 301);
        await Api.DownloadAsync(Account, id, Size, default);
        Assert.Equal(1, platform.Api.TokensMade);

        clock.Now += TimeSpan.FromSeconds(1);
        await Api.DownloadAsync(Account, id, Size, default);
        Assert.Equal(2, platform.Api.TokensMade);
    }

    [Fact]
    public async Task A_token_that_ended_early_is_replaced_and_the_call_made_again_by_many_with_one_question()
    {
        var id = platform.Api.AddMedia(Photo, "image/jpeg");
        await Api.DownloadAsync(Account, id, Size, default);
        platform.Api.EndTokens();

        var files = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Api.DownloadAsync(Account, id, Size, default)));

        Assert.All(files, file => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Photo)), file.File.Hash));
        Assert.Equal(2, platform.Api.Server.Calls.Count(call => call == "/cgi-bin/stable_token"));
    }

    [Fact]
    public async Task Two_instances_hold_the_same_token()
    {
        var id = platform.Api.AddMedia(Photo, "image/jpeg");
        await using var second = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddWeChat().BuildServiceProvider();

        await Api.DownloadAsync(Account, id, Size, default);
        await second.GetRequiredService<WeChatApi>().DownloadAsync(Account, id, Size, default);
        await Api.DownloadAsync(Account, id, Size, default);

        Assert.Equal(1, platform.Api.TokensMade);
    }

    [Fact]
    public async Task Media_are_gone_after_three_days_and_never_there_under_a_wrong_id()
    {
        var id = platform.Api.AddMedia(Photo, "image/jpeg");
        clock.Now += TimeSpan.FromDays(3);

        Assert.Equal((WeChatFault.MediaGone, 40007), await FaultAsync(() => Api.DownloadAsync(Account, id, Size, default)));
        Assert.Equal((WeChatFault.MediaGone, 40007), await FaultAsync(() => Api.DownloadAsync(Account, "../../etc&x=1", Size, default)));
    }

    [Theory]
    [InlineData(-1, WeChatFault.Busy)]
    [InlineData(45011, WeChatFault.TooOften)]
    [InlineData(40226, WeChatFault.UserBlocked)]
    [InlineData(40164, WeChatFault.AddressNotAllowed)]
    [InlineData(40125, WeChatFault.Setup)]
    public async Task Every_error_code_has_a_fault_of_its_own(int code, WeChatFault fault)
    {
        platform.Api.Server.FailNext("/sns/jscode2session", code);

        Assert.Equal((fault, code), await FaultAsync(() => Api.SignInAsync(Account, platform.Api.Login("o-li"), default)));
    }

    [Fact]
    public async Task A_wrong_secret_is_a_matter_of_setup_and_the_error_does_not_tell_it()
    {
        var error = await Assert.ThrowsAsync<WeChatError>(() => Api.DownloadAsync(Account with { AppSecret = "wrong-secret" }, "1", Size, default));

        Assert.Equal((WeChatFault.Setup, 40125), (error.Fault, error.Code));
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_is_taken_for_busy()
    {
        var account = Account;
        await platform.DisposeAsync();

        Assert.Equal((WeChatFault.Busy, null), await FaultAsync(() => Api.SignInAsync(account, "1", default)));
    }

    private static async Task<(WeChatFault, int?)> FaultAsync<T>(Func<Task<T>> call)
    {
        var error = await Assert.ThrowsAsync<WeChatError>(call);
        return (error.Fault, error.Code);
    }
}
