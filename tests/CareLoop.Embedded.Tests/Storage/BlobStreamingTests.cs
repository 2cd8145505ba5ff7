using System.Security.Cryptography;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Embedded.Tests.Azurite;

namespace CareLoop.Embedded.Tests.Storage;

/// <summary>Alone in the process, because it counts what is allocated.</summary>
[CollectionDefinition(nameof(BlobStreamingTests), DisableParallelization = true)]
[Collection(nameof(BlobStreamingTests))]
public sealed class BlobStreamingTests : IClassFixture<AzuriteFixture>
{
    private const int Size = 12 * 1024 * 1024;

    private readonly AzuriteFixture azurite;

    public BlobStreamingTests(AzuriteFixture azurite) => this.azurite = azurite;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Large_content_streams_up_and_down_in_bounded_memory(bool seekable)
    {
        var blob = (await azurite.NewContainerAsync()).GetBlobClient("photo");
        await using var source = new PatternStream(Size, seekable);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await blob.UploadAsync(source, new BlobUploadOptions());
        using var download = (await blob.DownloadStreamingAsync()).Value;
        var hash = await SHA256.HashDataAsync(download.Content);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        await using var expected = new PatternStream(Size, seekable: true);
        Assert.Equal(Size, download.Details.ContentLength);
        Assert.Equal(await SHA256.HashDataAsync(expected), hash);
        Assert.InRange(allocated, 1, Size / 2);
    }
}
