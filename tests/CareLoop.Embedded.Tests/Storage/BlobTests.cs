using Azure;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Embedded.Tests.Azurite;

namespace CareLoop.Embedded.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class BlobTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Content_headers_and_metadata_come_back()
    {
        var container = await azurite.NewContainerAsync();
        var blob = container.GetBlobClient("案件 1/照片 (2).jpg");
        var stored = await blob.UploadAsync(
            BinaryData.FromString("图片"),
            new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = "image/jpeg", CacheControl = "no-store", ContentDisposition = "inline" },
                Metadata = new Dictionary<string, string> { ["sha256"] = "abc", ["stage"] = "quarantine" },
            });

        var content = (await blob.DownloadContentAsync()).Value;
        var properties = (await blob.GetPropertiesAsync()).Value;

        Assert.Equal("图片", content.Content.ToString());
        Assert.Equal(("image/jpeg", 6L, stored.Value.ETag), (content.Details.ContentType, content.Details.ContentLength, content.Details.ETag));
        Assert.Equal(("image/jpeg", 6L, stored.Value.ETag), (properties.ContentType, properties.ContentLength, properties.ETag));
        Assert.Equal("abc", properties.Metadata["sha256"]);
        Assert.Equal("quarantine", content.Details.Metadata["stage"]);
        Assert.Equal("案件 1/照片 (2).jpg", blob.Name);
    }

    [Fact]
    public async Task An_upload_without_options_refuses_to_overwrite()
    {
        var container = await azurite.NewContainerAsync();
        var blob = container.GetBlobClient("b");
        await container.UploadBlobAsync("b", BinaryData.FromString("first"));

        var again = await Assert.ThrowsAsync<RequestFailedException>(() => container.UploadBlobAsync("b", BinaryData.FromString("second")));
        var direct = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("second")));
        var conditional = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(
            BinaryData.FromString("second"),
            new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }));

        Assert.Equal((409, "BlobAlreadyExists"), (again.Status, again.ErrorCode));
        Assert.Equal((409, "BlobAlreadyExists"), (direct.Status, direct.ErrorCode));
        Assert.Equal((409, "BlobAlreadyExists"), (conditional.Status, conditional.ErrorCode));
        Assert.Equal("first", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Empty_options_and_overwrite_replace_the_content()
    {
        var container = await azurite.NewContainerAsync();
        var blob = container.GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("first"));
        await blob.UploadAsync(BinaryData.FromString("second"), new BlobUploadOptions());
        var second = (await blob.DownloadContentAsync()).Value.Content.ToString();
        await blob.UploadAsync(new MemoryStream("third"u8.ToArray()), overwrite: true);

        Assert.Equal("second", second);
        Assert.Equal("third", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task A_stale_version_is_refused()
    {
        var container = await azurite.NewContainerAsync();
        var blob = container.GetBlobClient("b");
        var first = await blob.UploadAsync(BinaryData.FromString("first"));
        await blob.UploadAsync(BinaryData.FromString("second"), overwrite: true);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(
            BinaryData.FromString("third"),
            new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first.Value.ETag } }));

        Assert.Equal((412, "ConditionNotMet"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task A_part_of_a_blob_can_be_downloaded()
    {
        var container = await azurite.NewContainerAsync();
        var blob = container.GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("0123456789"));

        using var middle = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(3, 4) })).Value;
        using var rest = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(8) })).Value;
        var behind = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(50, 1) }));

        Assert.Equal(("3456", 4L), ((await BinaryData.FromStreamAsync(middle.Content)).ToString(), middle.Details.ContentLength));
        Assert.Equal("89", (await BinaryData.FromStreamAsync(rest.Content)).ToString());
        Assert.Equal((416, "InvalidRange"), (behind.Status, behind.ErrorCode));
    }

    [Fact]
    public async Task A_missing_blob_is_an_error_for_a_download_only()
    {
        var blob = (await azurite.NewContainerAsync()).GetBlobClient("missing");

        var content = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync());
        var stream = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadStreamingAsync());
        var properties = await Assert.ThrowsAsync<RequestFailedException>(() => blob.GetPropertiesAsync());

        Assert.Equal((404, "BlobNotFound"), (content.Status, content.ErrorCode));
        Assert.Equal((404, "BlobNotFound"), (stream.Status, stream.ErrorCode));
        Assert.Equal((404, "BlobNotFound"), (properties.Status, properties.ErrorCode));
        Assert.False((await blob.ExistsAsync()).Value);
        Assert.False((await blob.DeleteIfExistsAsync()).Value);
    }

    [Fact]
    public async Task A_blob_exists_until_it_is_deleted()
    {
        var blob = (await azurite.NewContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString(""));

        Assert.True((await blob.ExistsAsync()).Value);
        Assert.Equal(0, (await blob.GetPropertiesAsync()).Value.ContentLength);
        Assert.True((await blob.DeleteIfExistsAsync()).Value);
        Assert.False((await blob.ExistsAsync()).Value);
    }

    [Fact]
    public async Task An_existing_container_is_not_created_again()
    {
        var container = await azurite.NewContainerAsync();

        Assert.Null(await container.CreateIfNotExistsAsync());
        await Assert.ThrowsAsync<NotSupportedException>(() => container.CreateIfNotExistsAsync(PublicAccessType.Blob));
        var missing = await Assert.ThrowsAsync<RequestFailedException>(
            () => azurite.Blobs.GetBlobContainerClient("missing").GetBlobClient("b").UploadAsync(BinaryData.FromString("x")));
        Assert.Equal((404, "ContainerNotFound"), (missing.Status, missing.ErrorCode));
    }

    [Fact]
    public async Task More_than_one_upload_can_carry_is_refused()
    {
        var blob = (await azurite.NewContainerAsync()).GetBlobClient("video");
        await using var source = new PatternStream((256L * 1024 * 1024) + 1, seekable: true);

        await Assert.ThrowsAsync<ArgumentException>(() => blob.UploadAsync(source));
    }
}
