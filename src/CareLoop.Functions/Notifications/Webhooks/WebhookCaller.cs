using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CareLoop.Functions.Channels.Webhook;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Looks a host's numbers up.</summary>
public delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellation);

/// <summary>What came of one call.</summary>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it does not count as taken; null when it does.</param>
/// <param name="RetryAfter">The pause the receiver asked for.</param>
public sealed record CallResult(int? Status, WebhookError? Error, TimeSpan? RetryAfter = null);

/// <summary>
/// Calls partners. A connection is made only to a number that was looked up and judged here a moment before; nothing else looks the name up
/// again, no proxy stands between, and no answer sends us elsewhere.
/// </summary>
public sealed class WebhookCaller : IDisposable
{
    public const string ContentType = "application/cloudevents+json";

    /// <summary>As much of an answer as is taken, so that its connection can be used again. Nobody looks at it.</summary>
    private const int MostAnswer = 1024;

    private readonly AddressGuard guard;
    private readonly HostLookup lookup;
    private readonly TimeProvider time;
    private readonly TimeSpan patience;
    private readonly HttpClient http;

    public WebhookCaller(AddressGuard guard, HostLookup lookup, TimeProvider time)
        : this(guard, lookup, time, TimeSpan.FromSeconds(15))
    {
    }

    /// <param name="patience">How long a call may take, to the end of its answer; real time.</param>
    internal WebhookCaller(AddressGuard guard, HostLookup lookup, TimeProvider time, TimeSpan patience)
    {
        (this.guard, this.lookup, this.time, this.patience) = (guard, lookup, time, patience);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // Names move; a connection is not kept longer than the directory keeps an entry.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 8,
            MaxResponseDrainSize = MostAnswer,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends a body, signed now with every live secret.</summary>
    /// <param name="id">The same whenever the same event is sent, so that its receiver can tell.</param>
    public async Task<CallResult> CallAsync(
        Uri address, string id, ReadOnlyMemory<byte> body, IEnumerable<string> secrets, CancellationToken cancellation)
    {
        using var request = Sign(address, id, body, secrets);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await DrainAsync(response, limit.Token);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new CallResult(null, WebhookError.Timeout);
        }
        catch (HttpRequestException error)
        {
            return new CallResult(null, error.InnerException is RefusedAddressException ? WebhookError.AddressRefused : WebhookError.Unreachable);
        }
        catch (IOException)
        {
            return new CallResult(null, WebhookError.Unreachable);
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Sign(Uri address, string id, ReadOnlyMemory<byte> body, IEnumerable<string> secrets)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', secrets.Select(secret => StandardWebhook.Sign(secret, id, timestamp, body.Span))));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("CareLoop", "1"));
        return request;
    }

    private CallResult Judge(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 and var status => new CallResult(status, Error: null),
        >= 300 and < 400 and var status => new CallResult(status, WebhookError.Redirect),
        410 => new CallResult(410, WebhookError.Gone),
        429 or 503 => new CallResult((int)response.StatusCode, WebhookError.Status, PauseOf(response.Headers.RetryAfter)),
        var status => new CallResult(status, WebhookError.Status),
    };

    private TimeSpan? PauseOf(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? (header?.Date - time.GetUtcNow())) is { } pause && pause > TimeSpan.Zero ? pause : null;

    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[MostAnswer];
        await using var answer = await response.Content.ReadAsStreamAsync(cancellation);
        await answer.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var address = context.InitialRequestMessage.RequestUri!;
        var host = context.DnsEndPoint.Host;
        var numbers = IPAddress.TryParse(host, out var literal) ? [literal] : await lookup(host, cancellation);

        // One that must not be called among others is no accident of theirs: none of them is called then.
        if (numbers.Length == 0 || numbers.Any(number => !guard.MayConnect(number, address)))
        {
            throw new RefusedAddressException();
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(numbers, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The name stands for a number we do not call.</summary>
    private sealed class RefusedAddressException() : Exception("The address is not one that may be called.");
}
