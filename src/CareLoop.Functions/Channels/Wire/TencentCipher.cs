using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CareLoop.Functions.Channels.Wire;

/// <summary>
/// How WeChat and WeCom seal a message: AES-256-CBC with the key's first 16 bytes as start value, PKCS#7 in blocks of <b>32</b>, and inside
/// 16 random bytes, the length (4 bytes, big-endian), the message, and whom it is for.
/// </summary>
public sealed class TencentCipher
{
    /// <summary>Characters of an EncodingAESKey.</summary>
    public const int KeyLength = 43;

    private const int Block = 32;
    private const int Salt = 16;
    private const int Head = Salt + sizeof(int);

    private readonly byte[] key;

    private TencentCipher(byte[] key) => this.key = key;

    /// <summary>A cipher for an EncodingAESKey; null when the text is not one.</summary>
    public static TencentCipher? For(string encodingKey)
    {
        var bytes = new byte[Block + 1];
        return encodingKey.Length == KeyLength && Convert.TryFromBase64String(encodingKey + "=", bytes, out var length) && length == Block
            ? new TencentCipher(bytes[..Block])
            : null;
    }

    /// <summary>Opens a message with the first live key that makes sense of it.</summary>
    /// <param name="receiver">Whom it must be for: app id or corp id.</param>
    /// <param name="message">The message, when the result is null.</param>
    /// <returns>Why it cannot be used; null when it can.</returns>
    public static Refusal? Open(string cipherText, ImmutableArray<string> keys, string receiver, out byte[] message)
    {
        message = [];
        Refusal refusal = Refusal.Undecipherable;
        foreach (var cipher in keys.Select(For).OfType<TencentCipher>())
        {
            if (cipher.Open(cipherText) is not { } opened)
            {
                continue;
            }

            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(opened.Receiver), Encoding.UTF8.GetBytes(receiver)))
            {
                message = opened.Message;
                return null;
            }

            refusal = Refusal.OtherReceiver;
        }

        return refusal;
    }

    /// <summary>What a sealed text holds; null when base64, padding, length or encoding is wrong.</summary>
    public (byte[] Message, string Receiver)? Open(string cipherText)
    {
        var bytes = new byte[cipherText.Length];
        if (!Convert.TryFromBase64String(cipherText, bytes, out var size) || size == 0 || size % 16 != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptCbc(bytes.AsSpan(0, size), key.AsSpan(0, 16), PaddingMode.None);
        var padding = plain[^1];
        if (padding is 0 or > Block || plain.Length - padding < Head || plain.AsSpan(plain.Length - padding).ContainsAnyExcept(padding))
        {
            return null;
        }

        var content = plain.AsSpan(0, plain.Length - padding);
        var length = BinaryPrimitives.ReadInt32BigEndian(content[Salt..Head]);
        return length < 0 || length > content.Length - Head || StrictUtf8.Decode(content[(Head + length)..]) is not { } receiver
            ? null
            : (content.Slice(Head, length).ToArray(), receiver);
    }

    /// <summary>Seals a message, as the platform does and as answers to it must be.</summary>
    /// <param name="salt">16 random bytes.</param>
    public string Seal(ReadOnlySpan<byte> message, string receiver, ReadOnlySpan<byte> salt)
    {
        var to = Encoding.UTF8.GetBytes(receiver);
        var size = Head + message.Length + to.Length;
        var padding = Block - (size % Block);
        var plain = new byte[size + padding];
        salt[..Salt].CopyTo(plain);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(Salt), message.Length);
        message.CopyTo(plain.AsSpan(Head));
        to.CopyTo(plain.AsSpan(Head + message.Length));
        plain.AsSpan(size).Fill((byte)padding);
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(plain, key.AsSpan(0, 16), PaddingMode.None));
    }
}
