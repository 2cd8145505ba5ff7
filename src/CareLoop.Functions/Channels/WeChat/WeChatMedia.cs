namespace CareLoop.Functions.Channels.WeChat;

/// <summary>Photos of WeChat users, by the media id of the push.</summary>
public sealed class WeChatMedia(WeChatApi wechat) : IMediaSource
{
    public string Platform => "wechat";

    public async Task<FetchedMedia> FetchAsync(ChannelAccount account, ChannelMedia media, long maxBytes, CancellationToken cancellation)
    {
        try
        {
            return await wechat.DownloadAsync(account, media.Id!, maxBytes, cancellation);
        }
        catch (WeChatError error) when (error.Fault == WeChatFault.MediaGone)
        {
            throw new MediaGoneException("expired");
        }
    }
}
