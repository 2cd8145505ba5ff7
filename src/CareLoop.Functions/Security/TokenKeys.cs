using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>A signing key and the issuer it stands for.</summary>
public sealed record TokenKey(string Issuer, SymmetricSecurityKey Key);

/// <summary>The keys of the tokens we sign ourselves, from settings (base64, at least 32 bytes).</summary>
public sealed class TokenKeys(IConfiguration configuration)
{
    /// <summary>Signs and checks customers' tokens.</summary>
    public TokenKey Customers { get; } = new("careloop-customers", Read(configuration, "Security:CustomerTokenKey")
        ?? throw new InvalidOperationException("The setting Security__CustomerTokenKey is missing: a base64 key of at least 32 bytes."));

    /// <summary>Signs and checks tokens of sample users; absent in production.</summary>
    public TokenKey? Development { get; } = Read(configuration, "Security:DevelopmentTokenKey") is { } key ? new("careloop-development", key) : null;

    private static SymmetricSecurityKey? Read(IConfiguration configuration, string name)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= 32
            ? new SymmetricSecurityKey(bytes[..length])
            : throw new InvalidOperationException($"The setting {name.Replace(":", "__", StringComparison.Ordinal)} must be base64 of at least 32 bytes.");
    }
}
