using System.Collections.Immutable;
using System.Text;
using CareLoop.Functions.Channels;
using Microsoft.Extensions.Primitives;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>Builds the call of a platform, good or bad.</summary>
internal sealed record RequestBuilder(string Method, byte[] Body)
{
    private ImmutableDictionary<string, StringValues> query = ImmutableDictionary<string, StringValues>.Empty;
    private ImmutableDictionary<string, StringValues> headers = ImmutableDictionary.Create<string, StringValues>(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset receivedAt = DateTimeOffset.UnixEpoch;

    public static RequestBuilder Get(params (string Name, StringValues Value)[] query) => new RequestBuilder("GET", []).With(query);

    public static RequestBuilder Post(string body, params (string Name, StringValues Value)[] query) => new RequestBuilder("POST", Encoding.UTF8.GetBytes(body)).With(query);

    public RequestBuilder With(params (string Name, StringValues Value)[] parameters) =>
        this with { query = query.SetItems(parameters.Select(item => KeyValuePair.Create(item.Name, item.Value))) };

    public RequestBuilder Header(string name, string value) => this with { headers = headers.SetItem(name, value) };

    public RequestBuilder Without(string name) => this with { query = query.Remove(name), headers = headers.Remove(name) };

    public RequestBuilder At(DateTimeOffset instant) => this with { receivedAt = instant };

    public PlatformRequest Build() => new(Method, query, headers, Body, receivedAt);
}
