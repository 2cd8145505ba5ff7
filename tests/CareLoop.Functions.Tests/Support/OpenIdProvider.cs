using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Tests.Support;

/// <summary>A small OpenID provider on a real socket: metadata, keys that rotate, RS256 tokens as Entra ID writes them.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Audience = "api-careloop";

    private readonly List<RsaSecurityKey> published = [];
    private WebApplication? server;
    private int fetches;

    private OpenIdProvider() => published.Add(NewKey());

    public string Issuer { get; private set; } = string.Empty;

    /// <summary>How often the keys were fetched.</summary>
    public int Fetches => fetches;

    /// <summary>The key that signs at the moment.</summary>
    public RsaSecurityKey Key => published[^1];

    /// <summary>What the metadata say about the issuer; a wrong value makes them unusable.</summary>
    public string? ClaimedIssuer { get; set; }

    public static async Task<OpenIdProvider> StartAsync()
    {
        OpenIdProvider provider = new();
        await provider.ListenAsync(TestServer.AnyPort);
        return provider;
    }

    /// <summary>Settings that make an application trust this provider.</summary>
    public Dictionary<string, string?> Settings => new() { ["Security__StaffIssuer"] = Issuer, ["Security__StaffAudience"] = Audience };

    /// <summary>Stops signing with the old key and publishes a new one alone.</summary>
    public void Rotate()
    {
        published.Clear();
        published.Add(NewKey());
    }

    public async Task StopAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
            server = null;
        }
    }

    public Task ResumeAsync() => ListenAsync(Issuer);

    /// <summary>A token of a member of staff.</summary>
    /// <param name="now">The clock of the application that shall take it.</param>
    /// <param name="change">Makes it a bad one.</param>
    public string Token(
        DateTimeOffset now, string staffId = "chen.min", string[]? roles = null, string[]? sites = null, Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.UtcDateTime.AddHours(1),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "pairwise-subject",
                ["oid"] = staffId,
                ["roles"] = roles ?? ["agent", "ComplaintSpecialist"],
                ["sites"] = sites ?? ["mall-sh-01"],
            },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private async Task ListenAsync(string url)
    {
        server = TestServer.Build(host => host.UseUrls(url));
        server.MapGet("/.well-known/openid-configuration", () => Json(new JsonObject { ["issuer"] = ClaimedIssuer ?? Issuer, ["jwks_uri"] = $"{Issuer}/keys" }));
        server.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref fetches);
            return Json(new JsonObject { ["keys"] = new JsonArray([.. published.Select(Public)]) });
        });
        await server.StartAsync();
        Issuer = TestServer.AddressOf(server);
    }

    private static JsonNode Public(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    private static IResult Json(JsonObject document) => Results.Text(document.ToJsonString(), "application/json");
}
