using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Evidence.Samples;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Evidence;

/// <summary>How stored photos are handed out.</summary>
[Collection(AppCollection.Name)]
public sealed class EvidenceServingTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Theory]
    [InlineData("jpg", "image/jpeg")]
    [InlineData("png", "image/png")]
    [InlineData("webp", "image/webp")]
    [InlineData("heic", "image/heic")]
    public async Task A_photo_of_each_type_comes_back_whole_with_headers_that_keep_a_browser_from_anything_else(string extension, string type)
    {
        var photo = await StoreAsync(extension switch { "jpg" => SamplePhotos.Jpeg("sofa-1"), "png" => SamplePhotos.Png, "webp" => RealPhotos.Webp, _ => RealPhotos.Heic });
        var answer = await api.GetAsync((string)photo["href"]!);

        var hash = (string)photo["hash"]!;
        Assert.Equal((200, type, $"\"{hash}\""), (answer.Status, answer.ContentType, answer.ETag));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(answer.Bytes)));
        Assert.Equal((long)photo["size"]!, answer.ContentHeaders.ContentLength);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("default-src 'none'; sandbox", Header(answer, "Content-Security-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("bytes", Header(answer, "Accept-Ranges"));
        Assert.True(answer.Headers.CacheControl is { Private: true, NoStore: true });
        Assert.Equal("inline", answer.ContentHeaders.ContentDisposition!.DispositionType);
        Assert.EndsWith($"-{hash[..8]}.{extension}", answer.ContentHeaders.ContentDisposition.FileName!.Trim('"'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=100-100", 100, 1)]
    [InlineData("bytes=1000-", 1000, null)]
    [InlineData("bytes=1000-99999999", 1000, null)]
    [InlineData("bytes=-50", -50, 50)]
    [InlineData("bytes=-99999999", 0, null)]
    public async Task A_range_is_that_part_of_the_photo(string range, int from, int? length)
    {
        var href = (string)(await StoreAsync(SamplePhotos.Jpeg("sofa-1")))["href"]!;
        var whole = (await api.GetAsync(href)).Bytes;
        var answer = await api.GetAsync(href, headers: ("Range", range));

        var start = from < 0 ? whole.Length + from : from;
        var end = length is null ? whole.Length : start + length.Value;
        Assert.Equal(206, answer.Status);
        Assert.Equal($"bytes {start}-{end - 1}/{whole.Length}", answer.ContentHeaders.ContentRange!.ToString());
        Assert.Equal(whole[start..end], answer.Bytes);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("bytes=0-0,5-9")]
    [InlineData("pages=1-2")]
    [InlineData("bytes=9-3")]
    [InlineData("nonsense")]
    public async Task A_range_that_we_do_not_serve_is_answered_with_the_whole(string range)
    {
        var photo = await StoreAsync(SamplePhotos.Jpeg("sofa-1"));
        var answer = await api.GetAsync((string)photo["href"]!, headers: ("Range", range));
        Assert.Equal((200, (long)photo["size"]!), (answer.Status, answer.Bytes.LongLength));
        Assert.Null(answer.ContentHeaders.ContentRange);
    }

    [Fact]
    public async Task A_range_behind_the_end_is_a_problem_that_says_how_long_the_photo_is()
    {
        var photo = await StoreAsync(SamplePhotos.Jpeg("sofa-1"));
        foreach (var range in new[] { $"bytes={photo["size"]}-", "bytes=-0" })
        {
            var answer = await api.GetAsync((string)photo["href"]!, headers: ("Range", range));
            answer.Problem(416, "range-not-satisfiable");
            Assert.Equal($"bytes */{photo["size"]}", answer.ContentHeaders.ContentRange!.ToString());
        }
    }

    [Fact]
    public async Task A_range_of_another_version_is_answered_with_the_whole()
    {
        var photo = await StoreAsync(SamplePhotos.Jpeg("sofa-1"));
        var href = (string)photo["href"]!;
        Assert.Equal(206, (await api.GetAsync(href, headers: [("Range", "bytes=0-9"), ("If-Range", $"\"{photo["hash"]}\"")])).Status);
        Assert.Equal(200, (await api.GetAsync(href, headers: [("Range", "bytes=0-9"), ("If-Range", "\"another\"")])).Status);
        Assert.Equal(200, (await api.GetAsync(href, headers: [("Range", "bytes=0-9"), ("If-Range", "Wed, 04 Mar 2026 08:00:00 GMT")])).Status);
    }

    [Fact]
    public async Task A_head_request_gets_the_headers_alone()
    {
        var photo = await StoreAsync(SamplePhotos.Jpeg("sofa-1"));
        var answer = await api.SendAsync(HttpMethod.Head, (string)photo["href"]!);
        Assert.Equal((200, "image/jpeg", (long)photo["size"]!), (answer.Status, answer.ContentType, answer.ContentHeaders.ContentLength));
        Assert.Empty(answer.Bytes);
    }

    [Fact]
    public async Task Neither_part_nor_headers_are_for_those_who_may_not_see_the_case()
    {
        var href = (string)(await StoreAsync(SamplePhotos.Jpeg("sofa-1")))["href"]!;
        (await api.GetAsync(href, "liu.jianguo", ("Range", "bytes=0-9"))).Problem(404, "case-not-found");
        Assert.Equal(404, (await api.SendAsync(HttpMethod.Head, href, "liu.jianguo")).Status);
        Assert.Equal(401, (await api.SendAsync(HttpMethod.Head, href, user: null)).Status);
    }

    private static string Header(ApiAnswer answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private async Task<JsonNode> StoreAsync(byte[] photo)
    {
        var number = await api.OpenSampleAsync();
        using var form = ApiClient.Form(new { }, ("photo", "application/octet-stream", photo));
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", form);
        Assert.Equal(201, answer.Status);
        return Assert.Single(answer.Json["evidence"]!.AsArray())!;
    }
}
