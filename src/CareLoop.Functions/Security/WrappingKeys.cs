using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Security;

/// <summary>A data key as it is stored: sealed, with the name of the wrapping key that opens it.</summary>
/// <param name="KeyId">Name of the wrapping key; null in rows from before keys had names.</param>
/// <param name="Wrapped">The sealed data key.</param>
public sealed record WrappedKey(string? KeyId, byte[] Wrapped);

/// <summary>
/// The deployment's keys that wrap data keys. New wrapping is always done with the current one; while keys are rotated a second one is
/// accepted too, so that every process can read what any other writes.
/// </summary>
public sealed class WrappingKeys(IConfiguration configuration)
{
    private readonly IReadOnlyList<(string Id, byte[] Key)> keys = Read(configuration);

    /// <summary>Name of the key that new wrapping is done with.</summary>
    public string CurrentId => keys[0].Id;

    public WrappedKey Wrap(byte[] dataKey, string place) => new(CurrentId, Sealed.Seal(keys[0].Key, dataKey, place));

    /// <exception cref="CryptographicException">None of the keys opens it, or it was moved or altered.</exception>
    public byte[] Unwrap(WrappedKey wrapped, string place)
    {
        if (wrapped.KeyId is { } id)
        {
            var key = keys.FirstOrDefault(candidate => candidate.Id == id).Key
                ?? throw new CryptographicException(
                    $"A data key is wrapped with key {id}; this process has {string.Join(", ", keys.Select(candidate => candidate.Id))}.");
            return Sealed.Open(key, wrapped.Wrapped, place);
        }

        return keys.Select(candidate => TryOpen(candidate.Key, wrapped.Wrapped, place)).FirstOrDefault(opened => opened is not null)
            ?? throw new CryptographicException("A data key of unknown wrapping is opened by none of the keys of this process.");
    }

    /// <summary>A name that tells keys apart and nothing about them.</summary>
    internal static string NameOf(byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("careloop wrapping key")))[..16];

    private static byte[]? TryOpen(byte[] key, byte[] wrapped, string place)
    {
        try
        {
            return Sealed.Open(key, wrapped, place);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IReadOnlyList<(string Id, byte[] Key)> Read(IConfiguration configuration)
    {
        List<byte[]> found = [DeploymentSecrets.Read(configuration, "Security:DataWrappingKey")];
        if (configuration["Security:SecondDataWrappingKey"] is { Length: > 0 })
        {
            found.Add(DeploymentSecrets.Read(configuration, "Security:SecondDataWrappingKey"));
        }

        return [.. found.Select(key => (NameOf(key), key))];
    }
}
