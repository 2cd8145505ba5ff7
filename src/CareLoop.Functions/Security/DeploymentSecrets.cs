using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Security;

/// <summary>The two secrets of a deployment that protect customers: one wraps their data keys, one hides their phone numbers and open ids.</summary>
public sealed class DeploymentSecrets(IConfiguration configuration)
{
    private readonly byte[] hashKey = Read(configuration, "Security:CustomerHashKey");

    /// <summary>Wraps every customer's data key.</summary>
    public byte[] WrappingKey { get; } = Read(configuration, "Security:DataWrappingKey");

    /// <summary>A name for a person or thing that only this deployment can compute: 32 hex characters.</summary>
    public string KeyedHash(string kind, string organisation, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes($"{kind}\n{organisation}\n{value}")))[..32];

    private static byte[] Read(IConfiguration configuration, string name)
    {
        var setting = name.Replace(":", "__", StringComparison.Ordinal);
        var text = configuration[name] ?? throw new InvalidOperationException($"The setting {setting} is missing: base64 of 32 random bytes.");
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == 32
            ? bytes[..32]
            : throw new InvalidOperationException($"The setting {setting} must be base64 of exactly 32 bytes.");
    }
}
