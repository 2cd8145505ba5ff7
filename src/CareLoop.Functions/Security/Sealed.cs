using System.Security.Cryptography;
using System.Text;

namespace CareLoop.Functions.Security;

/// <summary>AES-256-GCM with the place of storage as associated data, so that a sealed value cannot be moved to another row.</summary>
/// <remarks>Layout: version (1 byte), nonce (12), tag (16), cipher text.</remarks>
internal static class Sealed
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize + TagSize;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string place)
    {
        var result = new byte[HeaderSize + plain.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, result.AsSpan(HeaderSize), result.AsSpan(1 + NonceSize, TagSize), Encoding.UTF8.GetBytes(place));
        return result;
    }

    /// <exception cref="CryptographicException">Wrong key, altered bytes, or a value from another place.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> value, string place)
    {
        if (value.Length < HeaderSize || value[0] != Version)
        {
            throw new CryptographicException("The sealed value has an unknown layout.");
        }

        var plain = new byte[value.Length - HeaderSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(value.Slice(1, NonceSize), value[HeaderSize..], value.Slice(1 + NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(place));
        return plain;
    }
}
