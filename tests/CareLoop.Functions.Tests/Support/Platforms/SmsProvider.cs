using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>A text message that the stand-in provider took.</summary>
public sealed record TakenText(string Id, string To, string Template, string Text, DateTimeOffset At);

/// <summary>A provider of text messages on a real socket, with books of its own. It does not deduplicate, so that doubles show.</summary>
public sealed class SmsProvider : IAsyncDisposable
{
    private readonly ConcurrentQueue<TakenText> taken = new();
    private readonly TimeProvider time;

    private SmsProvider(TimeProvider time) => this.time = time;

    public PlatformServer Server { get; private set; } = null!;

    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public IReadOnlyCollection<TakenText> Taken => taken;

    public Dictionary<string, string?> Settings => new()
    {
        ["Sms__Endpoint"] = new Uri(Server.Address, "send").ToString(),
        ["Sms__Key"] = Key,
        ["Sms__Sign"] = "家居商城",
    };

    public static async Task<SmsProvider> StartAsync(TimeProvider time)
    {
        SmsProvider provider = new(time);
        provider.Server = await PlatformServer.StartAsync(app => app.MapPost("/send", provider.TakeAsync));
        return provider;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (request.Headers.Authorization != $"Bearer {Key}")
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        var message = (await request.ReadFromJsonAsync<JsonObject>())!;
        var to = (string)message["to"]!;
        if (to.Count(char.IsAsciiDigit) != 11)
        {
            return Results.Json(new { code = "invalid-number" }, statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        Assert.Equal("家居商城", (string?)message["sign"]);
        taken.Enqueue(new TakenText((string)message["id"]!, to, (string)message["template"]!, (string)message["text"]!, time.GetUtcNow()));
        return Results.NoContent();
    }
}
