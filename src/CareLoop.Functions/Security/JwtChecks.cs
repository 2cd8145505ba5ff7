using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>The checks that every token goes through: issuer, audience, algorithm, signature, times.</summary>
public sealed class JwtChecks(TimeProvider time)
{
    /// <summary>How far the clocks of two servers may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Whether the token was signed with this key, by this algorithm, for this audience, and is alive now.</summary>
    public async Task<bool> HoldAsync(JsonWebToken token, string issuer, string audience, SecurityKey key, string algorithm)
    {
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKey = key,
            ValidAlgorithms = [algorithm],
            LifetimeValidator = IsAlive,
        });
        return result.IsValid;
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || now >= start - ClockSkew);
    }
}
