using CareLoop.Domain.Cases;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>Customers' 30-minute tokens, signed by this application and bound to one customer.</summary>
public sealed class CustomerTokens(TokenKeys keys, JwtChecks checks) : ITokenReader
{
    internal const string Audience = "careloop";
    internal const string OrganisationClaim = "org";

    public string? Issuer => keys.Customers.Issuer;

    public async Task<Caller?> ReadAsync(JsonWebToken token, CancellationToken cancellation) =>
        await checks.HoldAsync(token, keys.Customers.Issuer, Audience, keys.Customers.Key, SecurityAlgorithms.HmacSha256)
        && token.Subject is { Length: > 0 } customer
        && token.TryGetClaim(OrganisationClaim, out var organisation)
            ? new Caller(new Actor(ActorKind.Customer, customer, []), organisation.Value, [], CallerKinds.Customer)
            : null;
}
