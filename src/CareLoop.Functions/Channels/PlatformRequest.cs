using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CareLoop.Functions.Channels;

/// <summary>One HTTP call of a platform exactly as it arrived: signatures hold for the raw bytes, not for what a parser makes of them.</summary>
/// <param name="Method">HTTP method in capitals.</param>
/// <param name="Query">Query parameters, percent-decoded, names as written.</param>
/// <param name="Headers">Headers by name, whatever the case of its letters.</param>
/// <param name="Body">The body, undecoded; empty for GET.</param>
/// <param name="ReceivedAt">When we received it: the only clock an adapter knows.</param>
public sealed record PlatformRequest(
    string Method,
    ImmutableDictionary<string, StringValues> Query,
    ImmutableDictionary<string, StringValues> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset ReceivedAt)
{
    /// <summary>The largest body any platform sends us: texts are short, media come by id.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>Reads a call.</summary>
    /// <returns>Null when the body is larger than <see cref="MaxBodyBytes"/>.</returns>
    public static async Task<PlatformRequest?> ReadAsync(HttpRequest request, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        using MemoryStream body = new();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            body.Write(chunk, 0, read);
            if (body.Length > MaxBodyBytes)
            {
                return null;
            }
        }

        return new PlatformRequest(
            request.Method.ToUpperInvariant(),
            request.Query.ToImmutableDictionary(StringComparer.Ordinal),
            request.Headers.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
            body.ToArray(),
            receivedAt);
    }

    /// <summary>A query parameter; null when it is missing or given more than once, since nobody could say which of them was signed.</summary>
    public string? Parameter(string name) => Single(Query, name);

    /// <summary>A header; null when it is missing or given more than once.</summary>
    public string? Header(string name) => Single(Headers, name);

    /// <summary>Method, and names only: values are personal or secret.</summary>
    public override string ToString() => new StringBuilder(Method).Append(' ').AppendJoin(',', Query.Keys).Append(", ").Append(Body.Length).Append(" bytes").ToString();

    private static string? Single(ImmutableDictionary<string, StringValues> values, string name) =>
        values.TryGetValue(name, out var found) && found is [{ Length: > 0 } only] ? only : null;
}
