using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>WeChat's server API, as far as we call it.</summary>
public sealed class WeChatApiSide : IAsyncDisposable
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(7200);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MediaLife = TimeSpan.FromDays(3);

    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly List<(string Token, DateTimeOffset Expires)> tokens = [];
    private readonly ConcurrentDictionary<string, (string OpenId, DateTimeOffset Expires, bool Used)> codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (byte[] Bytes, string ContentType, DateTimeOffset Expires)> media = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> sessionKeys = [];
    private PlatformServer server = null!;

    private WeChatApiSide(TimeProvider time)
    {
        this.time = time;
        Mailbox = new WeChatMailbox(time);
    }

    /// <summary>What users got.</summary>
    public WeChatMailbox Mailbox { get; }

    public string AppId { get; } = $"wx{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    public string AppSecret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public Uri Address => server.Address;

    /// <summary>The socket: calls made, and faults to come.</summary>
    public PlatformServer Server => server;

    /// <summary>Every session key given out: none may be found anywhere on our side.</summary>
    public IReadOnlyCollection<string> SessionKeys => sessionKeys;

    /// <summary>How many different access tokens were made.</summary>
    public int TokensMade { get; private set; }

    public static async Task<WeChatApiSide> StartAsync(TimeProvider time)
    {
        WeChatApiSide api = new(time);
        api.server = await PlatformServer.StartAsync(app =>
        {
            app.MapPost("/cgi-bin/stable_token", api.TokenAsync);
            app.MapGet("/sns/jscode2session", api.SignIn);
            app.MapGet("/cgi-bin/media/get", api.Media);
            app.MapPost("/cgi-bin/message/custom/send", (HttpRequest request, string access_token) => api.GuardAsync(access_token, () => api.Mailbox.AnswerAsync(request)));
            app.MapPost("/cgi-bin/message/subscribe/send", (HttpRequest request, string access_token) => api.GuardAsync(access_token, () => api.Mailbox.NotifyAsync(request)));
        });
        return api;
    }

    /// <summary>What <c>wx.login</c> gives a user: a code for one use within five minutes.</summary>
    public string Login(string openId)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        codes[code] = (openId, time.GetUtcNow() + CodeLife, Used: false);
        return code;
    }

    public string AddMedia(byte[] bytes, string contentType)
    {
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)).Replace('+', '-').Replace('/', '_');
        media[id] = (bytes, contentType, time.GetUtcNow() + MediaLife);
        return id;
    }

    /// <summary>Ends every access token, as a forced refresh by somebody else does.</summary>
    public void EndTokens()
    {
        lock (gate)
        {
            tokens.Clear();
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var asked = await request.ReadFromJsonAsync<JsonObject>() ?? [];
        if ((string?)asked["appid"] != AppId)
        {
            return PlatformServer.Error(40013, "invalid appid");
        }

        if ((string?)asked["secret"] != AppSecret || (string?)asked["grant_type"] != "client_credential")
        {
            return PlatformServer.Error(40125, "invalid appsecret");
        }

        lock (gate)
        {
            var now = time.GetUtcNow();
            tokens.RemoveAll(token => token.Expires <= now);

            // In its last five minutes a token gets a successor, and both are good.
            if (tokens.Count == 0 || tokens[^1].Expires - now <= Overlap)
            {
                tokens.Add((Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(256)), now + TokenLife));
                TokensMade++;
            }

            return PlatformServer.Json(new JsonObject
            {
                ["access_token"] = tokens[^1].Token,
                ["expires_in"] = (int)(tokens[^1].Expires - now).TotalSeconds,
            });
        }
    }

    private IResult SignIn(string appid, string secret, string js_code, string grant_type)
    {
        if (appid != AppId || secret != AppSecret || grant_type != "authorization_code")
        {
            return PlatformServer.Error(appid != AppId ? 40013 : 40125, "invalid appid or secret");
        }

        if (!codes.TryGetValue(js_code, out var code) || code.Expires <= time.GetUtcNow())
        {
            return PlatformServer.Error(40029, "invalid code");
        }

        if (code.Used || !codes.TryUpdate(js_code, code with { Used = true }, code))
        {
            return PlatformServer.Error(40163, "code been used");
        }

        var sessionKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        sessionKeys.Add(sessionKey);
        return PlatformServer.Json(new JsonObject { ["session_key"] = sessionKey, ["openid"] = code.OpenId });
    }

    private IResult Media(string access_token, string media_id) => Refusal(access_token)
        ?? (media.TryGetValue(media_id, out var found) && found.Expires > time.GetUtcNow()
            ? Results.File(found.Bytes, found.ContentType, "photo.jpg")
            : PlatformServer.Error(40007, "invalid media_id"));

    private async Task<IResult> GuardAsync(string token, Func<Task<IResult>> answer) => Refusal(token) ?? await answer();

    private IResult? Refusal(string token)
    {
        lock (gate)
        {
            return tokens.Exists(known => known.Token == token && known.Expires > time.GetUtcNow()) ? null : PlatformServer.Error(42001, "access_token expired");
        }
    }
}
