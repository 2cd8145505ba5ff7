using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>A signing key of ours and the issuer it stands for.</summary>
public sealed record TokenKey(string Issuer, SymmetricSecurityKey Key);

/// <summary>The key of the tokens this application signs itself, from the settings (base64, at least 32 bytes).</summary>
public sealed class TokenKeys(IConfiguration configuration)
{
    /// <summary>Signs and checks customers' tokens.</summary>
    public TokenKey Customers { get; } = new("careloop-customers", Read(configuration, "Security:CustomerTokenKey"));

    private static SymmetricSecurityKey Read(IConfiguration configuration, string name)
    {
        var text = configuration[name] ?? string.Empty;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= 32
            ? new SymmetricSecurityKey(bytes[..length])
            : throw new InvalidOperationException($"The setting {name.Replace(":", "__", StringComparison.Ordinal)} must be base64 of at least 32 bytes.");
    }
}
