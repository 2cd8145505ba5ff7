using System.Buffers.Binary;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Tests.Evidence.HostileCorpus;
using CareLoop.Functions.Tests.Evidence.Samples;

namespace CareLoop.Functions.Tests.Evidence;

/// <summary>Valid photos with thousands of seeded injuries: an answer every time, and what is kept is whole and clean.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 4_000;

    public static TheoryData<string> Seeds =>
    [
        "phone-photo-with-gps.jpg", "burst-announced-by-mpf.jpg", "samsung-trailer.jpg",
        "screenshot-with-a-comment.png", "texts-and-times.png", "interlaced.png",
        "phone-photo.webp", "with-transparency.webp", "simple-lossless.webp",
        "phone-photo.heic", "thumbnail-and-gain-map.heic", "description-by-a-person.heic", "unknown-box-in-the-middle.heic",
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_injury_is_an_accident_and_what_is_kept_stays_as_it_is(string seed)
    {
        var whole = Corpus.Named(seed).Bytes;
        Random random = new(whole.Length);
        var kept = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var injured = Injure(whole, random);
            if (seed.EndsWith(".png", StringComparison.Ordinal) && round % 2 == 0)
            {
                MendChecksums(injured);
            }

            if (Inspection.Of(injured) is not PhotoCheck.Accepted accepted)
            {
                continue;
            }

            kept++;
            var stored = Inspection.CopyOf(accepted, injured);
            Assert.True(stored.Length <= injured.Length, $"round {round}: the copy is longer than the file");
            var again = Inspection.Of(stored);
            Assert.True(again is PhotoCheck.Accepted, $"round {round}: the copy is refused: {(again as PhotoCheck.Refused)?.Code}");
            Assert.Empty(((PhotoCheck.Accepted)again).Removed);
            Assert.Equal(stored, Inspection.CopyOf((PhotoCheck.Accepted)again, stored));
        }

        // Some injuries hit metadata or the coded picture, where nothing can be seen from outside; others must not pass.
        Assert.InRange(kept, 1, Rounds - (Rounds / 10));
    }

    private static byte[] Injure(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        for (var hits = random.Next(1, 6); hits > 0; hits--)
        {
            // Headers are at the front, and matter most.
            var at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 600));
            switch (random.Next(8))
            {
                case 0 or 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3 when bytes.Length - at > 4:
                    BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), random.Next(4) switch { 0 => 0, 1 => 1, 2 => uint.MaxValue, _ => (uint)random.Next(64) });
                    break;
                case 4 when bytes.Length - at > 4:
                    BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) + random.Next(-9, 10));
                    break;
                case 5:
                    bytes = [.. bytes[..at], .. bytes[random.Next(at, bytes.Length)..]];
                    break;
                case 6:
                    bytes = [.. bytes[..at], .. whole.Skip(random.Next(whole.Length)).Take(random.Next(40)), .. new byte[random.Next(20)], .. bytes[at..]];
                    break;
                default:
                    bytes = random.Next(4) == 0 ? bytes[..at] : bytes;
                    break;
            }

            if (bytes.Length == 0)
            {
                return bytes;
            }
        }

        return bytes;
    }

    /// <summary>Or the checksums would hide everything behind them.</summary>
    private static void MendChecksums(byte[] png)
    {
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - 12)
            {
                return;
            }

            TinyPng.WriteCrc(png.AsSpan(at, (int)length + 12));
            at += (int)length + 12;
        }
    }
}
