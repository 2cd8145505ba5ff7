using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>Padding and lengths, taken apart: what an honest sealer cannot produce.</summary>
public sealed class TencentCipherTests
{
    private static readonly string EncodingKey = new('A', 43);
    private static readonly byte[] Key = Convert.FromBase64String(EncodingKey + "=");
    private static readonly TencentCipher Cipher = TencentCipher.For(EncodingKey)!;

    [Fact]
    public void The_published_seal_holds_its_message_behind_19_bytes_of_padding()
    {
        var (message, receiver) = Cipher.Open(WeChatSamples.PublishedSeal)!.Value;

        Assert.Equal(
            """{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}""",
            Encoding.UTF8.GetString(message));
        Assert.Equal(WeChatSamples.AppId, receiver);
        Assert.Equal(19, Decrypt(WeChatSamples.PublishedSeal)[^1]);
    }

    [Fact]
    public void Messages_of_every_length_come_back()
    {
        for (var length = 0; length <= 70; length++)
        {
            var message = Encoding.UTF8.GetBytes(new string('x', length));
            var opened = Cipher.Open(Cipher.Seal(message, "wx1", new byte[16]))!.Value;
            Assert.Equal(message, opened.Message);
            Assert.Equal("wx1", opened.Receiver);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(255)]
    public void Padding_outside_1_to_32_is_refused(byte padding) => Assert.Null(Cipher.Open(Encrypt(plain => plain[^1] = padding)));

    [Fact]
    public void Padding_that_is_not_the_same_byte_throughout_is_refused() => Assert.Null(Cipher.Open(Encrypt(plain => plain[^2] ^= 1)));

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(1000)]
    public void A_length_that_points_beyond_the_content_is_refused(int length) =>
        Assert.Null(Cipher.Open(Encrypt(plain => BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(16), length))));

    [Fact]
    public void A_seal_that_is_too_short_for_its_length_field_is_refused()
    {
        var short32 = Enumerable.Repeat((byte)16, 32).ToArray();
        using var aes = NewAes();
        Assert.Null(Cipher.Open(Convert.ToBase64String(aes.EncryptCbc(short32, Key.AsSpan(0, 16), PaddingMode.None))));
    }

    [Fact]
    public void A_seal_that_lost_its_end_is_refused() => Assert.Null(Cipher.Open(WeChatSamples.PublishedSeal[..^24]));

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_key_is_none(string key) => Assert.Null(TencentCipher.For(key));

    private static string Encrypt(Action<byte[]> spoil)
    {
        var plain = Decrypt(WeChatSamples.PublishedSeal);
        spoil(plain);
        using var aes = NewAes();
        return Convert.ToBase64String(aes.EncryptCbc(plain, Key.AsSpan(0, 16), PaddingMode.None));
    }

    private static byte[] Decrypt(string seal)
    {
        using var aes = NewAes();
        return aes.DecryptCbc(Convert.FromBase64String(seal), Key.AsSpan(0, 16), PaddingMode.None);
    }

    private static Aes NewAes()
    {
        var aes = Aes.Create();
        aes.Key = Key;
        return aes;
    }
}
