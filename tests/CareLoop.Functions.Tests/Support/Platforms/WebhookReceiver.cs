using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>A call in the partner's own books.</summary>
/// <param name="Id">The header webhook-id.</param>
/// <param name="At">When it came, by the partner's clock.</param>
/// <param name="SignedAt">The header webhook-timestamp.</param>
/// <param name="Fits">Which of the secrets the partner knows have signed it, in the order they were learnt.</param>
/// <param name="Body">As received.</param>
/// <param name="Status">What the partner answered.</param>
public sealed record WebhookCall(
    string Id, DateTimeOffset At, DateTimeOffset SignedAt, string? ContentType, int Signatures, IReadOnlyList<bool> Fits, string Body, int Status)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>A partner's server: checks signatures by its own reading of Standard Webhooks and keeps its own books.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly ConcurrentQueue<WebhookCall> calls = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> answers = new();
    private readonly List<string> secrets = [];
    private PlatformServer server = null!;

    private WebhookReceiver(TimeProvider time) => this.time = time;

    public Uri Address => new(server.Address, "/hook");

    public IReadOnlyList<WebhookCall> Calls => [.. calls];

    /// <summary>Calls anywhere else on this server.</summary>
    public IEnumerable<string> Elsewhere => server.Calls.Where(path => path != "/hook");

    /// <summary>What it answers when nothing else has been said.</summary>
    public int Usually { get; set; } = StatusCodes.Status204NoContent;

    public static async Task<WebhookReceiver> StartAsync(TimeProvider time)
    {
        WebhookReceiver receiver = new(time);
        receiver.server = await PlatformServer.StartAsync(app => app.MapFallback(receiver.TakeAsync));
        return receiver;
    }

    public void Learn(string secret) => secrets.Add(secret);

    /// <summary>The next answer.</summary>
    public void Next(int status, params (string Name, string Value)[] headers) => Next(http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            http.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    });

    public void Next(Func<HttpContext, Task> answer) => answers.Enqueue(answer);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var at = time.GetUtcNow();
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        string Header(string name) => http.Request.Headers[name].ToString();
        var (id, timestamp, sent) = (Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature").Split(' '));
        List<bool> fits = [.. secrets.Select(secret => sent.Contains(Sign(secret, $"{id}.{timestamp}.{body}")))];

        http.Response.StatusCode = Usually;
        if (answers.TryDequeue(out var answer))
        {
            await answer(http);
        }

        calls.Enqueue(new WebhookCall(
            id,
            at,
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture)),
            http.Request.ContentType,
            sent.Length,
            fits,
            body,
            http.Response.StatusCode));
    }

    private static string Sign(string secret, string text) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(text)))}";
}
