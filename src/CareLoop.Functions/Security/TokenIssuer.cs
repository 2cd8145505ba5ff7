using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>Signs the tokens this application itself answers for: customers' 30-minute tokens and, in development, those of sample users.</summary>
public sealed class TokenIssuer(TokenKeys keys, TimeProvider time)
{
    /// <summary>How long a customer's token lives.</summary>
    public static readonly TimeSpan CustomerLifetime = TimeSpan.FromMinutes(30);

    /// <summary>A token bound to one customer.</summary>
    /// <param name="organisation">Organisation id.</param>
    /// <param name="customerKey">Keyed hash; the token carries nothing personal.</param>
    public string ForCustomer(string organisation, string customerKey) => Sign(
        keys.Customers,
        CustomerLifetime,
        new() { ["sub"] = customerKey, [CallerTokens.OrganisationClaim] = organisation, [CallerTokens.KindClaim] = CallerTokens.CustomerKind });

    /// <summary>A token of a named sample member of staff; null unless a development key is configured.</summary>
    public string? ForSampleStaff(string organisation, string staffId, IEnumerable<string> roles, IEnumerable<string> sites, TimeSpan lifetime) =>
        keys.Development is not { } key ? null : Sign(
            key,
            lifetime,
            new()
            {
                ["sub"] = staffId,
                [CallerTokens.OrganisationClaim] = organisation,
                [CallerTokens.KindClaim] = CallerTokens.StaffKind,
                [CallerTokens.RolesClaim] = roles.ToArray(),
                [CallerTokens.SitesClaim] = sites.ToArray(),
            });

    private string Sign(TokenKey key, TimeSpan lifetime, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = key.Issuer,
            Audience = CallerTokens.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
        });
    }
}
