using System.Collections.Concurrent;
using System.Text.Json;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>
/// Access tokens, one an account, kept in this instance's memory. Several instances need not agree on one: <c>stable_token</c> gives all of
/// them the same until five minutes before its end, and then the old and the new one are both good (docs/decisions/0015).
/// </summary>
public sealed class WeChatTokens(WeChatHttp http, TimeProvider time) : IDisposable
{
    // A token that is asked for now has at least five minutes left; in its last five, asking gives its successor.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);

    /// <summary>Calls with a token; once more with a fresh one when the platform says that the first had ended.</summary>
    public async Task<T> UseAsync<T>(ChannelAccount account, Func<string, Task<T>> call, CancellationToken cancellation)
    {
        var token = await GetAsync(account, ended: null, cancellation);
        try
        {
            return await call(token);
        }
        catch (WeChatError error) when (error.Fault == WeChatFault.TokenEnded)
        {
            return await call(await GetAsync(account, ended: token, cancellation));
        }
    }

    public void Dispose()
    {
        foreach (var slot in slots.Values)
        {
            slot.Gate.Dispose();
        }
    }

    /// <param name="ended">A token that turned out to be no good, so that of many callers that find it out only the first asks for another.</param>
    private async Task<string> GetAsync(ChannelAccount account, string? ended, CancellationToken cancellation)
    {
        var slot = slots.GetOrAdd(account.Id, _ => new Slot());
        if (Good(slot, ended) is { } known)
        {
            return known;
        }

        await slot.Gate.WaitAsync(cancellation);
        try
        {
            if (Good(slot, ended) is { } other)
            {
                return other;
            }

            var asked = time.GetUtcNow();
            var answer = await http.AskAsync(
                account,
                HttpMethod.Post,
                "cgi-bin/stable_token",
                new { grant_type = "client_credential", appid = account.AppId, secret = account.AppSecret },
                cancellation);
            var token = answer.TextAt("access_token") ?? throw new WeChatError(WeChatFault.Busy, code: null);
            var seconds = answer.At("expires_in") is { ValueKind: JsonValueKind.Number } expires && expires.TryGetInt32(out var given) ? given : 0;
            slot.Held = new Token(token, asked.AddSeconds(seconds));
            return token;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private string? Good(Slot slot, string? ended) =>
        slot.Held is { } held && held.Text != ended && time.GetUtcNow() < held.Expires - RenewBefore ? held.Text : null;

    private sealed record Token(string Text, DateTimeOffset Expires);

    private sealed class Slot
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public volatile Token? Held;
    }
}
