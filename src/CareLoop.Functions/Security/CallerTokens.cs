using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>Checks the Bearer token of a request: issuer, audience, signature, times, and that the claims fit its issuer.</summary>
public sealed class CallerTokens(TokenKeys keys, TimeProvider time)
{
    internal const string Audience = "careloop";
    internal const string OrganisationClaim = "org";
    internal const string KindClaim = "kind";
    internal const string RolesClaim = "roles";
    internal const string SitesClaim = "sites";
    internal const string CustomerKind = "customer";
    internal const string StaffKind = "staff";

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>The caller, or a problem that says whether the token is missing or no good.</summary>
    public async Task<Caller> RequireAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiProblem(ProblemKind.TokenMissing);
        }

        return await ReadAsync(header["Bearer ".Length..].Trim()) ?? throw new ApiProblem(ProblemKind.TokenInvalid);
    }

    /// <summary>As <see cref="RequireAsync"/>, for staff only.</summary>
    public async Task<Caller> RequireStaffAsync(HttpRequest request)
    {
        var caller = await RequireAsync(request);
        return caller.IsStaff ? caller : throw new ApiProblem(ProblemKind.NotPermitted);
    }

    private async Task<Caller?> ReadAsync(string token)
    {
        foreach (var key in new[] { keys.Customers, keys.Development })
        {
            if (key is null)
            {
                continue;
            }

            var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
            {
                ValidIssuer = key.Issuer,
                ValidAudience = Audience,
                IssuerSigningKey = key.Key,
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                LifetimeValidator = IsAlive,
            });
            if (result.IsValid)
            {
                return ToCaller((JsonWebToken)result.SecurityToken, key == keys.Customers ? CustomerKind : StaffKind);
            }
        }

        return null;
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || now >= start - ClockSkew);
    }

    private static Caller? ToCaller(JsonWebToken token, string expectedKind)
    {
        if (token.Subject is not { Length: > 0 } subject
            || !token.TryGetClaim(OrganisationClaim, out var organisation)
            || !token.TryGetClaim(KindClaim, out var kind)
            || kind.Value != expectedKind)
        {
            return null;
        }

        var actor = expectedKind == CustomerKind
            ? new Actor(ActorKind.Customer, subject, [])
            : new Actor(ActorKind.Staff, subject, [.. Values(token, RolesClaim)]);
        return new Caller(actor, organisation.Value, [.. Values(token, SitesClaim)]);
    }

    private static IEnumerable<string> Values(JsonWebToken token, string claim) =>
        token.Claims.Where(candidate => candidate.Type == claim).Select(candidate => candidate.Value);
}
