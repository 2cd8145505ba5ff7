using System.Net.Mime;
using System.Text.Json;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>
/// One call to WeChat's API. Addresses carry secrets, so neither they nor errors that quote them get further than this class:
/// the client's own logging is off, and redirects are not followed.
/// </summary>
public sealed class WeChatHttp(IHttpClientFactory clients)
{
    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The largest photo WeChat hands out is 10 MB.</summary>
    public const int MaxAnswerBytes = 12 * 1024 * 1024;

    private static readonly Uri Official = new("https://api.weixin.qq.com/");

    /// <summary>Calls and reads the answer, which comes as JSON under any content type.</summary>
    /// <exception cref="WeChatError">WeChat answered with an error, or not usably.</exception>
    public async Task<JsonElement> AskAsync(ChannelAccount account, HttpMethod method, string pathAndQuery, object? body, CancellationToken cancellation) =>
        Object(await SendAsync(account, method, pathAndQuery, body, cancellation));

    /// <summary>Calls and reads a file, or the error that came instead.</summary>
    /// <exception cref="WeChatError">WeChat answered with an error, or not usably.</exception>
    public async Task<(byte[] Bytes, string? ContentType)> DownloadAsync(ChannelAccount account, string pathAndQuery, CancellationToken cancellation)
    {
        var (bytes, contentType) = await SendAsync(account, HttpMethod.Get, pathAndQuery, body: null, cancellation);
        if (contentType is MediaTypeNames.Application.Json or MediaTypeNames.Text.Plain)
        {
            Object((bytes, contentType));
            throw new WeChatError(WeChatFault.MediaGone, code: null);
        }

        return (bytes, contentType);
    }

    private static JsonElement Object((byte[] Bytes, string? ContentType) answer)
    {
        var json = WireJson.Parse(answer.Bytes) ?? throw new WeChatError(WeChatFault.Busy, code: null);
        return json.At("errcode") is { ValueKind: JsonValueKind.Number } error && error.TryGetInt32(out var code) && code != 0 ? throw WeChatError.Of(code) : json;
    }

    private async Task<(byte[] Bytes, string? ContentType)> SendAsync(
        ChannelAccount account, HttpMethod method, string pathAndQuery, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(account.ApiBase ?? Official, pathAndQuery));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
            request.Content.Headers.ContentType = new(MediaTypeNames.Application.Json);
        }

        try
        {
            using var http = clients.CreateClient(nameof(WeChatHttp));
            using var response = await http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadAsByteArrayAsync(cancellation), response.Content.Headers.ContentType?.MediaType)
                : throw new WeChatError(WeChatFault.Busy, code: null);
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new WeChatError(WeChatFault.Busy, code: null, error);
        }
    }
}
