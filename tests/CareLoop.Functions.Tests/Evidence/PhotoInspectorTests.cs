using System.Text;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Evidence.Formats;
using CareLoop.Functions.Tests.Evidence.HostileCorpus;
using CareLoop.Functions.Tests.Evidence.Samples;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Evidence;

public sealed class PhotoInspectorTests
{
    public static TheoryData<string> SampleNames => ["sofa-1", "sofa-2", "sofa-3", "check-1", "check-2", "new-1", "new-2"];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void A_phone_photo_loses_EXIF_GPS_and_comments_and_nothing_else(string name)
    {
        var original = SamplePhotos.Jpeg(name);
        Assert.Contains("HUAWEI", Encoding.Latin1.GetString(original), StringComparison.Ordinal);

        var accepted = Assert.IsType<PhotoCheck.Accepted>(Inspect("photo.jpg", "image/jpeg", original));
        var bytes = Inspection.CopyOf(accepted, original);
        var stored = Encoding.Latin1.GetString(bytes);
        Assert.DoesNotContain("HUAWEI", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", stored, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "exif", "comment" }, accepted.Removed.ToHashSet());

        // The picture itself, from its quantisation tables to the end, is untouched.
        var tables = original.AsSpan().IndexOf(new byte[] { 0xFF, 0xDB });
        Assert.True(bytes.AsSpan().EndsWith(original.AsSpan(tables)));
    }

    [Fact]
    public void The_orientation_survives_alone()
    {
        var turned = Inspection.Clean(SamplePhotos.Jpeg("sofa-2"));
        var upright = Inspection.Clean(SamplePhotos.Jpeg("sofa-1"));
        Assert.Contains("Exif", Encoding.Latin1.GetString(turned), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(upright), StringComparison.Ordinal);
        Assert.Equal((ushort?)6, JpegOrientation.Read(turned.AsSpan(turned.AsSpan().IndexOf("Exif"u8))));

        var webp = Inspection.Clean(RealPhotos.Webp);
        byte[] exif = [.. "Exif\0\0"u8, .. webp.AsSpan(webp.AsSpan().IndexOf("EXIF"u8) + 8)];
        Assert.Equal((ushort?)6, JpegOrientation.Read(exif));
        Assert.DoesNotContain("HUAWEI", Encoding.Latin1.GetString(webp), StringComparison.Ordinal);
    }

    [Fact]
    public void A_HEIC_keeps_its_pictures_at_their_places()
    {
        var original = RealPhotos.Heic;
        var stored = Inspection.Clean(original);
        Assert.Contains("HUAWEI", Encoding.Latin1.GetString(original), StringComparison.Ordinal);
        Assert.DoesNotContain("HUAWEI", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);

        // The coded picture begins with the same bytes where it was; the tables before it are as long as they were.
        var coded = original.AsSpan().IndexOf("mdat"u8);
        Assert.Equal(coded, stored.AsSpan().IndexOf("mdat"u8));
        Assert.True(stored.AsSpan().IndexOf("free"u8) < coded);
        Assert.Equal(original.Length, stored.Length);
    }

    [Fact]
    public void A_PNG_loses_its_texts()
    {
        var accepted = Assert.IsType<PhotoCheck.Accepted>(Inspect("a.png", "image/png", SamplePhotos.Png));
        var stored = Inspection.CopyOf(accepted, SamplePhotos.Png);
        Assert.Equal("image/png", accepted.MediaType);
        Assert.Equal(["tEXt"], accepted.Removed);
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IMG_0001.HEIC", null, "one-picture.heic")]
    [InlineData("IMG_0001.heif", "image/heif", "one-picture.heic")]
    [InlineData("photo", "image/jpg", "fill-bytes-between-markers.jpg")]
    [InlineData("photo.JPEG", "application/octet-stream", "fill-bytes-between-markers.jpg")]
    [InlineData("photo", "image/png; charset=binary", "interlaced.png")]
    public void Names_and_types_that_phones_use_are_understood(string name, string? type, string sample) =>
        Assert.IsType<PhotoCheck.Accepted>(Inspect(name, type, Corpus.Named(sample).Bytes));

    [Fact]
    public void A_photo_cut_anywhere_is_refused_and_never_an_accident()
    {
        foreach (var whole in new[] { SamplePhotos.Jpeg("sofa-1"), SamplePhotos.Png, RealPhotos.Webp, RealPhotos.LosslessWebp, new HeicBuilder().Build()[..^23] })
        {
            for (var length = 0; length < whole.Length; length += 1 + (length / 64))
            {
                Assert.IsType<PhotoCheck.Refused>(Inspection.Of(whole[..length]));
            }
        }
    }

    private static PhotoCheck Inspect(string name, string? type, byte[] bytes) => Inspection.Of(bytes, name, type);
}
