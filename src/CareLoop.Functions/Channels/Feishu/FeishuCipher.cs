using System.Security.Cryptography;
using System.Text;

namespace CareLoop.Functions.Channels.Feishu;

/// <summary>How Feishu seals an event: AES-256-CBC under SHA-256 of the Encrypt Key, the start value in front, ordinary PKCS#7.</summary>
public static class FeishuCipher
{
    private const int Block = 16;

    /// <summary>What a sealed text holds; null when base64, length or padding is wrong.</summary>
    public static byte[]? Open(string cipherText, string encryptKey)
    {
        var bytes = new byte[cipherText.Length];
        if (!Convert.TryFromBase64String(cipherText, bytes, out var size) || size < 2 * Block || size % Block != 0)
        {
            return null;
        }

        using var aes = KeyedWith(encryptKey);
        try
        {
            return aes.DecryptCbc(bytes.AsSpan(Block, size - Block), bytes.AsSpan(0, Block));
        }
        catch (CryptographicException)
        {
            // Another key, or somebody's own padding: both look the same, and both are refused.
            return null;
        }
    }

    /// <summary>Seals an event as the platform does.</summary>
    /// <param name="start">16 random bytes.</param>
    public static string Seal(ReadOnlySpan<byte> message, string encryptKey, ReadOnlySpan<byte> start)
    {
        using var aes = KeyedWith(encryptKey);
        return Convert.ToBase64String([.. start[..Block], .. aes.EncryptCbc(message, start[..Block])]);
    }

    private static Aes KeyedWith(string encryptKey)
    {
        var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(encryptKey));
        return aes;
    }
}
