using System.Net.Mime;
using System.Text.Encodings.Web;
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

    /// <summary>The largest answer that is not a file.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    // Users would see Chinese that is written as escapes the way it was sent.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Uri Official = new("https://api.weixin.qq.com/");

    /// <summary>Calls and reads the answer, which comes as JSON under any content type.</summary>
    /// <exception cref="WeChatError">WeChat answered with an error, or not usably.</exception>
    public Task<JsonElement> AskAsync(ChannelAccount account, HttpMethod method, string pathAndQuery, object? body, CancellationToken cancellation) =>
        SendAsync(account, method, pathAndQuery, body, ReadObjectAsync, cancellation);

    /// <summary>Calls and takes a file in, or the error that came instead.</summary>
    /// <exception cref="WeChatError">WeChat answered with an error, or not usably.</exception>
    /// <exception cref="MediaGoneException">It is too large.</exception>
    public Task<FetchedMedia> DownloadAsync(ChannelAccount account, string pathAndQuery, long maxBytes, CancellationToken cancellation) => SendAsync(
        account,
        HttpMethod.Get,
        pathAndQuery,
        body: null,
        async (content, limited) =>
        {
            if (content.Headers.ContentType?.MediaType is not (MediaTypeNames.Application.Json or MediaTypeNames.Text.Plain))
            {
                return await FetchedMedia.TakeAsync(content, maxBytes, limited);
            }

            await ReadObjectAsync(content, limited);
            throw new WeChatError(WeChatFault.MediaGone, code: null);
        },
        cancellation);

    private static async Task<JsonElement> ReadObjectAsync(HttpContent content, CancellationToken cancellation)
    {
        await content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation);
        var json = WireJson.Parse(await content.ReadAsByteArrayAsync(cancellation)) ?? throw new WeChatError(WeChatFault.NoAnswer, code: null);
        return json.At("errcode") is { ValueKind: JsonValueKind.Number } error && error.TryGetInt32(out var code) && code != 0 ? throw WeChatError.Of(code) : json;
    }

    private async Task<T> SendAsync<T>(
        ChannelAccount account,
        HttpMethod method,
        string pathAndQuery,
        object? body,
        Func<HttpContent, CancellationToken, Task<T>> read,
        CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(account.ApiBase ?? Official, pathAndQuery));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Readable));
            request.Content.Headers.ContentType = new(MediaTypeNames.Application.Json);
        }

        // The client's own timeout ends with the headers.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var http = clients.CreateClient(nameof(WeChatHttp));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return response.IsSuccessStatusCode ? await read(response.Content, patience.Token) : throw new WeChatError(WeChatFault.Busy, code: null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new WeChatError(NeverLeft(error) ? WeChatFault.Busy : WeChatFault.NoAnswer, code: null, error);
        }
    }

    private static bool NeverLeft(Exception error) => error is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };
}
