using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Channels.Wire;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>A text message.</summary>
/// <param name="Id">The same on every repetition, for providers that deduplicate.</param>
/// <param name="To">Phone number.</param>
/// <param name="Template">Kind of the notice: providers in China send registered templates only.</param>
/// <param name="Values">What the template's variables stand for.</param>
/// <param name="Text">The same in full.</param>
public sealed record TextMessage(string Id, string To, string Template, IReadOnlyDictionary<string, string> Values, string Text);

/// <summary>
/// Text messages (短信) through any provider that takes a JSON POST, or a small relay in front of one (docs/notifications.md). Settings
/// <c>Sms__Endpoint</c>, <c>Sms__Key</c>, <c>Sms__Sign</c>; without an endpoint no text messages are sent.
/// </summary>
public sealed class SmsGateway(IHttpClientFactory clients, IConfiguration configuration)
{
    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Uri? endpoint = EndpointOf(configuration["Sms:Endpoint"]);
    private readonly string? key = configuration["Sms:Key"];
    private readonly string? sign = configuration["Sms:Sign"];

    public bool IsConfigured => endpoint is not null;

    public async Task<SendResult> SendAsync(TextMessage message, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = JsonContent.Create(new { message.Id, message.To, sign, message.Template, message.Values, message.Text }, options: Readable),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var http = clients.CreateClient(nameof(SmsGateway));
            using var response = await http.SendAsync(request, cancellation);
            return await ReadAsync(response, cancellation);
        }
        catch (HttpRequestException error) when (error.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new SendResult.Later("unreachable");
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new SendResult.Unanswered("no-answer");
        }
    }

    private static async Task<SendResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellation) => response.StatusCode switch
    {
        _ when response.IsSuccessStatusCode => new SendResult.Taken(),
        HttpStatusCode.TooManyRequests => new SendResult.Later("too-often", response.Headers.RetryAfter?.Delta),
        >= HttpStatusCode.InternalServerError => new SendResult.Later("busy", response.Headers.RetryAfter?.Delta),
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new SendResult.Closed(await CodeAsync(response, cancellation)),
        _ => new SendResult.Closed("set-up"),
    };

    /// <summary>The provider's code as far as it is one; its words may quote the number.</summary>
    private static async Task<string> CodeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var code = WireJson.Parse(await response.Content.ReadAsByteArrayAsync(cancellation))?.TextAt("code");
        return code is { Length: > 0 and <= 40 } && code.All(character => char.IsAsciiLetter(character) || character == '-') ? code : "refused";
    }

    private static Uri? EndpointOf(string? setting) => string.IsNullOrEmpty(setting) ? null
        : Uri.TryCreate(setting, UriKind.Absolute, out var address) && address is { Scheme: "https" } or { Scheme: "http", IsLoopback: true } ? address
        : throw new InvalidOperationException("Sms__Endpoint must be an https address.");
}
