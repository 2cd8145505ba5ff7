using CareLoop.Domain.Directory;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Development;

/// <summary>The secret of the development issuer: of this installation alone, and in no setting.</summary>
internal sealed record DevelopmentKey(byte[] Secret);

/// <summary>Issues and reads tokens of the named sample users. The Azure form has no such issuer.</summary>
internal sealed class DevelopmentTokens(DevelopmentKey key, TokenIssuer signer, JwtChecks checks, DirectorySettings directory) : ITokenReader
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly TokenKey ours = new("careloop-development", new SymmetricSecurityKey(key.Secret));

    public string? Issuer => ours.Issuer;

    /// <summary>A token of a sample member of staff, with the claims that Entra ID would put in.</summary>
    public string For(StaffMember person) => signer.Sign(
        ours,
        Lifetime,
        new()
        {
            ["sub"] = person.Id,
            [StaffClaims.Roles] = person.Access.Concat(person.Roles).ToArray(),
            [StaffClaims.Sites] = person.Sites.ToArray(),
        }).Token;

    public async Task<Caller?> ReadAsync(JsonWebToken token, CancellationToken cancellation) =>
        await checks.HoldAsync(token, ours.Issuer, CustomerTokens.Audience, ours.Key, SecurityAlgorithms.HmacSha256)
            ? StaffClaims.ToCaller(token.Subject, directory.Organisation, token)
            : null;
}
