using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Security;

/// <summary>The secret of a deployment that hides its customers' phone numbers and open ids. Their data keys are wrapped by <see cref="WrappingKeys"/>.</summary>
public sealed class DeploymentSecrets(IConfiguration configuration)
{
    private readonly byte[] hashKey = Read(configuration, "Security:CustomerHashKey");

    /// <summary>A name for a person or thing that only this deployment can compute: 32 hex characters.</summary>
    public string KeyedHash(string kind, string organisation, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes($"{kind}\n{organisation}\n{value}")))[..32];

    /// <exception cref="InvalidOperationException">The setting is missing, or not base64 of 32 bytes.</exception>
    internal static byte[] Read(IConfiguration configuration, string name)
    {
        var setting = name.Replace(":", "__", StringComparison.Ordinal);
        var text = configuration[name] ?? throw new InvalidOperationException($"The setting {setting} is missing: base64 of 32 random bytes.");
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == 32
            ? bytes[..32]
            : throw new InvalidOperationException($"The setting {setting} must be base64 of exactly 32 bytes.");
    }
}
