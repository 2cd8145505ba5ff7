using System.Security.Cryptography;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Tests.Evidence.Samples;

namespace CareLoop.Functions.Tests.Evidence;

/// <summary>Quarantine: a file nobody can open, of which nothing is left.</summary>
public sealed class ReceivedFileTests
{
    [Fact]
    public async Task A_file_in_quarantine_is_readable_for_us_and_has_no_name_for_others()
    {
        var photo = TinyJpeg.Of();
        await using var file = await TakeAsync(photo, maxBytes: 10_000);

        Assert.Equal((photo.LongLength, Convert.ToHexStringLower(SHA256.HashData(photo)), false), (file.Size, file.Hash, file.IsTooLarge));
        file.Content.Position = 0;
        Assert.Equal(SHA256.HashData(photo), await SHA256.HashDataAsync(file.Content));
        if (!OperatingSystem.IsWindows())
        {
            Assert.False(File.Exists(Assert.IsType<FileStream>(file.Content).Name));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_file_that_is_too_large_nothing_is_kept_but_what_is_told_of_it(bool readsOn)
    {
        var photo = TinyJpeg.OfSize(500_000, seed: 5);
        await using var file = await TakeAsync(photo, maxBytes: 100_000, readsOn);

        Assert.True(file.IsTooLarge);
        Assert.Equal(0, file.Content.Length);
        Assert.InRange(file.Size, 100_001, photo.Length);
        Assert.Equal(readsOn, file.Hash == Convert.ToHexStringLower(SHA256.HashData(photo)));
    }

    [Fact]
    public async Task A_file_of_exactly_the_limit_is_kept()
    {
        await using var file = await TakeAsync(TinyJpeg.OfSize(100_000, seed: 6), maxBytes: 100_000);
        Assert.Equal((false, 100_000), (file.IsTooLarge, file.Content.Length));
    }

    private static async Task<ReceivedFile> TakeAsync(byte[] bytes, long maxBytes, bool readsOn = true)
    {
        await using MemoryStream body = new(bytes, writable: false);
        return await ReceivedFile.TakeAsync(body, maxBytes, readsOn, default);
    }
}
