using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>WeChat's server API.</summary>
public static class WeChatServices
{
    public static IServiceCollection AddWeChat(this IServiceCollection services)
    {
        services.AddHttpClient(nameof(WeChatHttp), client =>
            {
                client.Timeout = WeChatHttp.Patience;
                client.MaxResponseContentBufferSize = WeChatHttp.MaxAnswerBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        services.AddSingleton<WeChatHttp>().AddSingleton<WeChatTokens>().AddSingleton<WeChatApi>().AddSingleton<IMediaSource, WeChatMedia>();
        return services;
    }
}
