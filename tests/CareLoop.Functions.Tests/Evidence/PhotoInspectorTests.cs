using System.Text;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Evidence;

public sealed class PhotoInspectorTests
{
    private static readonly IntakeRules Rules = new(MaxPhotos: 9, MaxPhotoBytes: 10 * 1024 * 1024, PhotoTypes: ["image/jpeg", "image/png"], MaxTextLength: 10_000, ReopenDays: 30, RepeatDays: 30);

    public static TheoryData<string> SampleNames => ["sofa-1", "sofa-2", "sofa-3", "check-1", "check-2", "new-1", "new-2"];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void A_phone_photo_loses_EXIF_GPS_and_comments_and_nothing_else(string name)
    {
        var original = SamplePhotos.Jpeg(name);
        Assert.Contains("HUAWEI", Encoding.Latin1.GetString(original), StringComparison.Ordinal);

        var accepted = Assert.IsType<PhotoCheck.Accepted>(Inspect("photo.jpg", "image/jpeg", original));
        var stored = Encoding.Latin1.GetString(accepted.Bytes);
        Assert.DoesNotContain("HUAWEI", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", stored, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "exif", "comment" }, accepted.Removed.ToHashSet());

        // The picture itself, from its quantisation tables to the end, is untouched.
        var tables = original.AsSpan().IndexOf(new byte[] { 0xFF, 0xDB });
        Assert.True(accepted.Bytes.AsSpan().EndsWith(original.AsSpan(tables)));
    }

    [Fact]
    public void The_orientation_survives_alone()
    {
        var turned = Assert.IsType<PhotoCheck.Accepted>(Inspect("a.jpg", "image/jpeg", SamplePhotos.Jpeg("sofa-2")));
        var upright = Assert.IsType<PhotoCheck.Accepted>(Inspect("a.jpg", "image/jpeg", SamplePhotos.Jpeg("sofa-1")));
        Assert.Contains("Exif", Encoding.Latin1.GetString(turned.Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(upright.Bytes), StringComparison.Ordinal);

        var exif = turned.Bytes.AsSpan(turned.Bytes.AsSpan().IndexOf("Exif"u8));
        Assert.Equal((ushort?)6, JpegOrientation.Read(exif));
    }

    [Fact]
    public void Cleaning_twice_changes_nothing_more()
    {
        var once = Assert.IsType<PhotoCheck.Accepted>(Inspect("a.jpg", "image/jpeg", SamplePhotos.Jpeg("sofa-1"))).Bytes;
        var twice = Assert.IsType<PhotoCheck.Accepted>(Inspect("a.jpg", "image/jpeg", once));
        Assert.Equal(once, twice.Bytes);
        Assert.Empty(twice.Removed);
    }

    [Fact]
    public void What_follows_the_end_of_a_photo_is_cut_off()
    {
        byte[] motion = [.. SamplePhotos.Jpeg("sofa-1"), .. "MotionPhoto_Data and more"u8];
        var accepted = Assert.IsType<PhotoCheck.Accepted>(Inspect("a.jpg", "image/jpeg", motion));
        Assert.Contains("after-end", accepted.Removed);
        Assert.DoesNotContain("MotionPhoto", Encoding.Latin1.GetString(accepted.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_PNG_loses_its_texts()
    {
        var accepted = Assert.IsType<PhotoCheck.Accepted>(Inspect("a.png", "image/png", SamplePhotos.Png));
        Assert.Equal("image/png", accepted.MediaType);
        Assert.Equal(["tEXt"], accepted.Removed);
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(accepted.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_PNG_called_jpg_is_refused() => AssertRefused("name-differs-from-content", "photo.jpg", "image/jpeg", SamplePhotos.Png);

    [Fact]
    public void A_script_called_jpg_is_refused() => AssertRefused("not-a-photo", "photo.jpg", "image/jpeg", "<script>alert(1)</script>"u8.ToArray());

    [Fact]
    public void A_file_over_the_limit_is_refused() => AssertRefused("too-large", "a.jpg", "image/jpeg", new byte[Rules.MaxPhotoBytes + 1]);

    [Fact]
    public void A_photo_cut_anywhere_is_refused_and_never_an_accident()
    {
        foreach (var (whole, name, type) in new[] { (SamplePhotos.Jpeg("sofa-1"), "a.jpg", "image/jpeg"), (SamplePhotos.Png, "a.png", "image/png") })
        {
            for (var length = 0; length < whole.Length; length += 1 + (length / 64))
            {
                Assert.IsType<PhotoCheck.Refused>(Inspect(name, type, whole[..length]));
            }
        }
    }

    [Fact]
    public void Random_damage_is_never_an_accident()
    {
        var random = new Random(20260304);
        for (var round = 0; round < 2_000; round++)
        {
            var photo = SamplePhotos.Jpeg("sofa-1");
            for (var hit = 0; hit < 8; hit++)
            {
                photo[random.Next(Math.Min(photo.Length, 1_200))] = (byte)random.Next(256);
            }

            Assert.NotNull(Inspect("a.jpg", "image/jpeg", photo));
        }
    }

    private static PhotoCheck Inspect(string name, string type, byte[] bytes) => PhotoInspector.Inspect(name, type, bytes, Rules);

    private static void AssertRefused(string code, string name, string type, byte[] bytes) =>
        Assert.Equal(code, Assert.IsType<PhotoCheck.Refused>(Inspect(name, type, bytes)).Code);
}
