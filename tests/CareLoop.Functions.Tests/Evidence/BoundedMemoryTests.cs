using System.Globalization;
using System.Security.Cryptography;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Tests.Evidence.Samples;
using CareLoop.Functions.Tests.Support;
using Xunit.Abstractions;

namespace CareLoop.Functions.Tests.Evidence;

/// <summary>Alone in the process, because it counts what is allocated. What was never allocated was never held.</summary>
[CollectionDefinition(nameof(BoundedMemoryTests), DisableParallelization = true)]
[Collection(nameof(BoundedMemoryTests))]
public sealed class BoundedMemoryTests(AppFixture app, ITestOutputHelper output) : IClassFixture<AppFixture>
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task A_photo_of_ten_megabytes_takes_no_more_memory_than_a_small_one()
    {
        foreach (var (name, small, large) in new[]
        {
            ("JPEG", TinyJpeg.OfSize(100_000, seed: 1), TinyJpeg.OfSize(TenMegabytes, seed: 1)),
            ("PNG", Png(150, 200), Png(1_500, 2_100)),
            ("WebP", TinyWebp.Riff(TinyWebp.Lossless(320, 240, 100_000)), TinyWebp.Riff(TinyWebp.Lossless(4_000, 3_000, TenMegabytes - 26))),
            ("HEIC", Heic(100_000), Heic(TenMegabytes - 1_000)),
        })
        {
            Assert.InRange(large.Length, TenMegabytes * 0.85, TenMegabytes);
            await TakeAsync(small);
            var (ofSmall, ofLarge) = (await TakeAsync(small), await TakeAsync(large));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {ofSmall / 1024} KiB for {small.Length / 1024} KiB, {ofLarge / 1024} KiB for {large.Length / 1024} KiB"));
            Assert.InRange(ofLarge, 0, 256 * 1024);
        }
    }

    [Theory]
    [InlineData("four-gigapixels.png")]
    [InlineData("four-gigabytes-a-row.png")]
    [InlineData("decompression-bomb.png")]
    [InlineData("colour-profile-that-is-a-bomb.png")]
    [InlineData("chunk-of-four-gigabytes.png")]
    [InlineData("sixty-thousand-pixels-a-side.jpg")]
    [InlineData("container-of-four-gigabytes.webp")]
    [InlineData("box-of-four-gigabytes.heic")]
    [InlineData("four-gigapixels.heic")]
    public async Task A_file_that_claims_gigabytes_takes_no_more_than_any_other(string name)
    {
        var bomb = HostileCorpus.Corpus.Named(name).Bytes;
        await TakeAsync(bomb);
        var allocated = await TakeAsync(bomb);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {allocated / 1024} KiB"));
        Assert.InRange(allocated, 0, 256 * 1024);
    }

    [Fact]
    public async Task COM_INT_09_nine_photos_of_nearly_ten_megabytes_come_in_together_without_being_held_in_memory()
    {
        var photos = Enumerable.Range(0, 9).Select(index => ($"{index}.jpg", "image/jpeg", TinyJpeg.OfSize(TenMegabytes - index, seed: index))).ToArray();
        await api.OpenSampleAsync();
        using var form = ApiClient.Form(ApiClient.SampleMatter(), photos);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var answer = await api.SendAsync(HttpMethod.Post, "/api/cases", "wang.li", form, ApiClient.NewKey());
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.True(answer.Status == 201, answer.Text);
        Assert.Empty(answer.Json["refusedFiles"]!.AsArray());
        var kept = (await api.GetAsync($"/api/cases/{(string)answer.Json["caseNumber"]!}")).Json["evidence"]!.AsArray();
        Assert.Equal(
            photos.Select(photo => Convert.ToHexStringLower(SHA256.HashData(photo.Item3))).Order(StringComparer.Ordinal),
            kept.Select(photo => (string)photo!["receivedHash"]!).Order(StringComparer.Ordinal));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{allocated / 1024} KiB allocated in the whole process, client included, for {photos.Sum(photo => photo.Item3.Length) / 1024} KiB"));
        Assert.InRange(allocated, 0, TenMegabytes);
    }

    /// <summary>The way of a photo from the request's body to the stream that storage reads; what it allocates.</summary>
    private static async Task<long> TakeAsync(byte[] photo)
    {
        await using MemoryStream body = new(photo, writable: false);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await using var received = await ReceivedFile.TakeAsync(body, Inspection.Rules.MaxPhotoBytes, readsOn: true, default);
        if (PhotoInspector.Inspect(null, null, received.Content, Inspection.Rules) is PhotoCheck.Accepted accepted)
        {
            await using var copy = accepted.Copy.Open(received.Content);
            await SHA256.HashDataAsync(copy);
            copy.Position = 0;
            await copy.CopyToAsync(Stream.Null);
        }

        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static byte[] Png(int width, int height)
    {
        var rows = TinyPng.Rows(width, height);
        new Random(1).NextBytes(rows);
        for (var row = 0; row < height; row++)
        {
            rows[row * (1 + (width * 3))] = 0;
        }

        return [.. TinyPng.Signature, .. TinyPng.Header((uint)width, (uint)height), .. TinyPng.Chunk("IDAT", TinyPng.Compressed(rows)), .. TinyPng.End];
    }

    private static byte[] Heic(int bytes) => new HeicBuilder { Items = [(1, "hvc1", HeicBuilder.Noise(bytes))], References = [] }.Build();
}
