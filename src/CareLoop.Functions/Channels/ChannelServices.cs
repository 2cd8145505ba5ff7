using CareLoop.Functions.Channels.DingTalk;
using CareLoop.Functions.Channels.Feishu;
using CareLoop.Functions.Channels.Webhook;
using CareLoop.Functions.Channels.WeChat;
using CareLoop.Functions.Channels.WeCom;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Channels;

/// <summary>The platforms we take messages from: one line each.</summary>
public static class ChannelServices
{
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<ChannelAccounts>().AddSingleton<ChannelDesk>().AddSingleton<MediaDownload>();
        services.AddSingleton<IChannelAdapter, WeChatAdapter>();
        services.AddSingleton<IChannelAdapter, WebhookAdapter>();
        services.AddSingleton<IChannelAdapter, WeComAdapter>();
        services.AddSingleton<IChannelAdapter, DingTalkAdapter>();
        services.AddSingleton<IChannelAdapter, FeishuAdapter>();
        services.AddWeChat();
        return services;
    }
}
