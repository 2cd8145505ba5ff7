using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>Signs the tokens this application answers for itself.</summary>
public sealed class TokenIssuer(TokenKeys keys, TimeProvider time)
{
    /// <summary>How long a customer's token lives.</summary>
    public static readonly TimeSpan CustomerLifetime = TimeSpan.FromMinutes(30);

    /// <summary>A token bound to one customer, and when it ends.</summary>
    /// <param name="organisation">Organisation id.</param>
    /// <param name="customerKey">Keyed hash; the token carries nothing personal.</param>
    public (string Token, DateTimeOffset ExpiresAt) ForCustomer(string organisation, string customerKey) => Sign(
        keys.Customers,
        CustomerLifetime,
        new() { ["sub"] = customerKey, [CustomerTokens.OrganisationClaim] = organisation });

    /// <summary>Signs claims with one of our own keys.</summary>
    internal (string Token, DateTimeOffset ExpiresAt) Sign(TokenKey key, TimeSpan lifetime, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow();
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = key.Issuer,
            Audience = CustomerTokens.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
        });
        return (token, now + lifetime);
    }
}
