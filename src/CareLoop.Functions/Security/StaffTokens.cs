using CareLoop.Functions.Directory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>Tokens of staff, issued by Entra ID or another OpenID provider and checked with the keys it publishes.</summary>
public sealed class StaffTokens(StaffSignIn signIn, SigningKeys keys, JwtChecks checks, DirectorySettings directory) : ITokenReader
{
    // Entra marks tokens of programs; those are not staff (machine callers have function keys).
    private const string TypeClaim = "idtyp";

    public string? Issuer => signIn.Issuer;

    public async Task<Caller?> ReadAsync(JsonWebToken token, CancellationToken cancellation)
    {
        if (token is not { Alg: SecurityAlgorithms.RsaSha256, Kid.Length: > 0 }
            || (token.TryGetClaim(TypeClaim, out var type) && type.Value == "app")
            || await keys.FindAsync(token.Kid, cancellation) is not { } key
            || !await checks.HoldAsync(token, signIn.Issuer!, signIn.Audience, key, SecurityAlgorithms.RsaSha256)
            || !token.TryGetClaim(signIn.StaffIdClaim, out var id)
            || id.Value.Length == 0)
        {
            return null;
        }

        return StaffClaims.ToCaller(id.Value, directory.Organisation, token);
    }
}
