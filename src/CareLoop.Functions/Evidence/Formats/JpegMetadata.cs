namespace CareLoop.Functions.Evidence.Formats;

/// <summary>Decides about the segments of a JPEG that are not the picture itself.</summary>
internal sealed class JpegMetadata(PhotoWalk walk)
{
    private const byte App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE;
    private const int JfifSize = 14, AdobeSize = 12, IccHead = 14;

    private bool hasJfif;
    private bool hasAdobe;
    private bool hasOrientation;

    /// <summary>The camera has said that pictures or a film follow the end of this one: burst, depth, gain map, motion photo.</summary>
    public bool AnnouncesMore { get; private set; }

    /// <param name="payload">Behind the segment's length.</param>
    /// <param name="place">Of the payload, in the file.</param>
    public void Read(byte marker, ReadOnlySpan<byte> payload, long place)
    {
        switch (marker)
        {
            case App0 when !hasJfif && payload.Length >= JfifSize && payload.StartsWith("JFIF\0"u8):
                hasJfif = true;
                ReadJfif(payload, place);
                break;
            case App1:
                ReadApp1(payload, place);
                break;
            case App2 when payload.StartsWith("MPF\0"u8):
                AnnouncesMore = true;
                walk.Remove("mpf");
                break;
            case App2 when IsColourProfile(payload):
                Keep(payload.Length, place);
                break;
            case App14 when !hasAdobe && payload.Length == AdobeSize && payload.StartsWith("Adobe"u8):
                hasAdobe = true;
                Keep(payload.Length, place);
                break;
            case >= App0 and <= App15:
                walk.Remove($"app{marker - App0}");
                break;
            default:
                walk.Remove(marker == Comment ? "comment" : $"jpg{marker - 0xF0}");
                break;
        }
    }

    /// <summary>The thumbnail stays behind: it may show what was cut from the picture.</summary>
    private void ReadJfif(ReadOnlySpan<byte> payload, long place)
    {
        if (payload.Length == JfifSize && payload[12] == 0 && payload[13] == 0)
        {
            Keep(payload.Length, place);
            return;
        }

        walk.Remove("thumbnail");
        walk.Copy.Write([0xFF, App0, 0, JfifSize + 2, .. payload[..12], 0, 0]);
    }

    private void ReadApp1(ReadOnlySpan<byte> payload, long place)
    {
        if (payload.StartsWith("Exif\0"u8))
        {
            var orientation = hasOrientation ? null : JpegOrientation.Read(payload);
            var segment = orientation is { } value ? JpegOrientation.Segment(value) : [];
            hasOrientation |= orientation is not null;
            if (orientation is not null && payload.SequenceEqual(segment))
            {
                Keep(payload.Length, place);
                return;
            }

            walk.Remove("exif");
            if (orientation is not null)
            {
                walk.Copy.Write([0xFF, App1, 0, (byte)(segment.Length + 2), .. segment]);
            }
        }
        else if (payload.StartsWith("http://ns.adobe.com/"u8))
        {
            walk.Remove("xmp");
            AnnouncesMore |= payload.IndexOf("MotionPhoto"u8) >= 0 || payload.IndexOf("MicroVideo"u8) >= 0 || payload.IndexOf("Container:Directory"u8) >= 0;
        }
        else
        {
            walk.Remove("app1");
        }
    }

    /// <summary>A piece of an ICC profile; the first one is known by the profile's own signature.</summary>
    private static bool IsColourProfile(ReadOnlySpan<byte> payload) =>
        payload.Length > IccHead
        && payload.StartsWith("ICC_PROFILE\0"u8)
        && payload[12] >= 1
        && payload[12] <= payload[13]
        && (payload[12] > 1 || (payload.Length >= IccHead + 128 && payload.Slice(IccHead + 36, 4).SequenceEqual("acsp"u8)));

    private void Keep(int length, long place) => walk.Copy.Keep(place - 4, length + 4);
}
