using System.Text.Json;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>What we ask WeChat for. All of it needs our outbound address on the account's allow-list.</summary>
public sealed class WeChatApi(WeChatHttp http, WeChatTokens tokens)
{
    /// <summary>Whom a sign-in code of <c>wx.login</c> belongs to. The session key that comes with it is not even read.</summary>
    /// <returns>The user's open id with this account.</returns>
    /// <exception cref="WeChatError">The code is no good, or WeChat cannot say.</exception>
    public async Task<string> SignInAsync(ChannelAccount account, string code, CancellationToken cancellation)
    {
        var answer = await http.AskAsync(
            account,
            HttpMethod.Get,
            $"sns/jscode2session?appid={Escaped(account.AppId)}&secret={Escaped(account.AppSecret)}&js_code={Escaped(code)}&grant_type=authorization_code",
            body: null,
            cancellation);
        return answer.TextAt("openid") ?? throw new WeChatError(WeChatFault.Busy, code: null);
    }

    /// <summary>A photo or file by its id, which WeChat keeps for three days.</summary>
    /// <exception cref="WeChatError">It is gone (<see cref="WeChatFault.MediaGone"/>), or WeChat cannot hand it out now.</exception>
    /// <exception cref="MediaGoneException">It is too large.</exception>
    public Task<FetchedMedia> DownloadAsync(ChannelAccount account, string mediaId, long maxBytes, CancellationToken cancellation) => tokens.UseAsync(
        account,
        token => http.DownloadAsync(account, $"cgi-bin/media/get?access_token={Escaped(token)}&media_id={Escaped(mediaId)}", maxBytes, cancellation),
        cancellation);

    /// <summary>Writes to a user in the chat (客服消息).</summary>
    /// <exception cref="WeChatError">It was not sent; with <see cref="WeChatFault.NoAnswer"/> nobody knows.</exception>
    public Task AnswerAsync(ChannelAccount account, string openId, string text, CancellationToken cancellation) => PostAsync(
        account, "cgi-bin/message/custom/send", new { touser = openId, msgtype = "text", text = new { content = text } }, cancellation);

    /// <summary>Sends a subscription message (订阅消息).</summary>
    /// <param name="templateId">The account's template.</param>
    /// <param name="page">The mini-program's page that opens, or null.</param>
    /// <param name="fields">What the template's fields say.</param>
    /// <exception cref="WeChatError">It was not sent; with <see cref="WeChatFault.NoAnswer"/> nobody knows.</exception>
    public Task NotifyAsync(
        ChannelAccount account, string openId, string templateId, string? page, IReadOnlyDictionary<string, string> fields, CancellationToken cancellation) => PostAsync(
            account,
            "cgi-bin/message/subscribe/send",
            new { touser = openId, template_id = templateId, page = page ?? string.Empty, data = fields.ToDictionary(field => field.Key, field => new { value = field.Value }) },
            cancellation);

    private Task<JsonElement> PostAsync(ChannelAccount account, string path, object body, CancellationToken cancellation) => tokens.UseAsync(
        account, token => http.AskAsync(account, HttpMethod.Post, $"{path}?access_token={Escaped(token)}", body, cancellation), cancellation);

    private static string Escaped(string? text) => Uri.EscapeDataString(text ?? string.Empty);
}
