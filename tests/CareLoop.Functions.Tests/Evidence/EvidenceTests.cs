using System.Security.Cryptography;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Functions.Tests.Evidence.Samples;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Evidence;

[Collection(AppCollection.Name)]
public sealed class EvidenceTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task COM_INT_09_bad_photos_are_refused_by_name_while_the_case_and_the_others_are_kept()
    {
        var good = SamplePhotos.Jpeg("sofa-1");
        using var form = ApiClient.Form(
            ApiClient.SampleMatter(),
            ("good.jpg", "image/jpeg", good),
            ("huge.jpg", "image/jpeg", new byte[30 * 1024 * 1024]),
            ("png.jpg", "image/jpeg", SamplePhotos.Png),
            ("cut.jpg", "image/jpeg", SamplePhotos.Jpeg("sofa-2")[..9_000]),
            ("good.png", "image/png", SamplePhotos.Png));
        var answer = await api.SendAsync(HttpMethod.Post, "/api/cases", "wang.li", form, ApiClient.NewKey());

        Assert.Equal(201, answer.Status);
        var refused = answer.Json["refusedFiles"]!.AsArray().ToDictionary(file => (string)file!["fileName"]!, file => (string)file!["code"]!);
        Assert.Equal(
            new Dictionary<string, string> { ["huge.jpg"] = "too-large", ["png.jpg"] = "name-differs-from-content", ["cut.jpg"] = "damaged" }, refused);

        var detail = await api.GetAsync($"/api/cases/{(string)answer.Json["caseNumber"]!}");
        var kept = detail.Json["evidence"]!.AsArray().ToList();
        Assert.Equal(2, kept.Count);
        Assert.Contains(kept, photo => (string)photo!["receivedHash"]! == Convert.ToHexStringLower(SHA256.HashData(good)));
    }

    [Fact]
    public async Task COM_INT_09_a_tenth_photo_is_refused_and_nine_are_kept_J01_variant_c()
    {
        var files = Enumerable.Range(0, 10)
            .Select(index => ($"{index}.jpg", "image/jpeg", TinyJpeg.Of(64 + index)))
            .ToArray();
        using var form = ApiClient.Form(ApiClient.SampleMatter(), files);
        var answer = await api.SendAsync(HttpMethod.Post, "/api/cases", "wang.li", form, ApiClient.NewKey());
        Assert.Equal(201, answer.Status);
        var refused = Assert.Single(answer.Json["refusedFiles"]!.AsArray());
        Assert.Equal(("9.jpg", "too-many"), ((string)refused!["fileName"]!, (string)refused["code"]!));
        Assert.StartsWith("图片超出限制", (string)refused["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_photo_comes_back_as_its_hash_says_and_only_to_those_who_may_see_it()
    {
        var number = await api.OpenSampleAsync();
        using var form = ApiClient.Form(new { }, ("check.jpg", "image/jpeg", SamplePhotos.Jpeg("check-1")));
        var added = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", form);
        Assert.Equal(201, added.Status);

        var photo = Assert.Single(added.Json["evidence"]!.AsArray())!;
        var href = (string)photo["href"]!;
        var download = await api.GetAsync(href);
        Assert.Equal((200, "image/jpeg"), (download.Status, download.ContentType));
        Assert.Equal((string)photo["hash"]!, Convert.ToHexStringLower(SHA256.HashData(download.Bytes)));
        Assert.Equal(["nosniff"], download.Headers.GetValues("X-Content-Type-Options"));

        Assert.Equal(200, (await api.GetAsync(href, "wang.li")).Status);
        (await api.GetAsync(href, user: null)).Problem(401, "token-missing");
        (await api.GetAsync($"{href[..^64]}{new string('0', 64)}")).Problem(404, "not-found");
    }

    [Fact]
    public async Task The_same_photo_twice_is_one()
    {
        var number = await api.OpenSampleAsync();
        for (var time = 0; time < 2; time++)
        {
            using var form = ApiClient.Form(new { }, ("check.jpg", "image/jpeg", SamplePhotos.Jpeg("check-1")));
            Assert.Equal(201, (await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", form)).Status);
        }

        Assert.Single((await api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray());
    }

    [Fact]
    public async Task A_form_with_a_photo_twice_and_one_that_is_stored_already_adds_what_is_new()
    {
        var number = await api.OpenSampleAsync();
        var (check, sofa) = (("check.jpg", "image/jpeg", SamplePhotos.Jpeg("check-1")), ("sofa.jpg", "image/jpeg", SamplePhotos.Jpeg("sofa-1")));
        using var first = ApiClient.Form(new { }, check, check);
        Assert.Equal(201, (await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", first)).Status);
        using var second = ApiClient.Form(new { }, sofa, check);
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "wang.li", second);

        Assert.Equal(201, answer.Status);
        Assert.Equal(["customer", "陈敏"], answer.Json["evidence"]!.AsArray().Select(photo => (string)photo!["uploader"]!));
        Assert.Equal(2, (await api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray().Count);
    }

    [Fact]
    public async Task COM_INT_09_a_photo_is_kept_with_its_hashes_uploader_and_time_and_no_request_changes_it()
    {
        var number = await api.OpenSampleAsync();
        var sent = SamplePhotos.Jpeg("check-1");
        using var form = ApiClient.Form(new { }, ("check.jpg", "image/jpeg", sent));
        var first = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", form);
        var photo = Assert.Single(first.Json["evidence"]!.AsArray())!;
        var href = (string)photo["href"]!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(sent)), (string)photo["receivedHash"]!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Inspection.Clean(sent))), (string)photo["hash"]!);

        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Post })
        {
            using ByteArrayContent other = new(SamplePhotos.Png);
            Assert.InRange((await api.SendAsync(method, href, "wu.min", other)).Status, 404, 405);
        }

        using var again = ApiClient.Form(new { }, ("other-name.jpg", "image/jpeg", sent));
        Assert.Equal(201, (await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "wang.li", again)).Status);
        var kept = Assert.Single((await api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray())!;
        Assert.Equal(photo.ToJsonString(), kept.ToJsonString());
        Assert.Equal("陈敏", (string)kept["uploader"]!);
    }

    [Fact]
    public async Task A_photo_whose_upload_a_crash_cut_off_before_its_row_is_adopted_by_the_next_attempt()
    {
        var number = await api.OpenSampleAsync();
        var sent = SamplePhotos.Jpeg("check-2");
        var stored = Inspection.Clean(sent);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stored));
        var blob = app.Host.Services.GetRequiredService<BlobContainerClient>().GetBlobClient($"{number}/{hash}");
        await blob.UploadAsync(BinaryData.FromBytes(stored));
        var before = (await blob.GetPropertiesAsync()).Value.ETag;
        (await api.GetAsync($"/api/cases/{number}/evidence/{hash}")).Problem(404, "not-found");

        using var form = ApiClient.Form(new { }, ("check.jpg", "image/jpeg", sent));
        Assert.Equal(201, (await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", form)).Status);
        Assert.Equal(stored, (await api.GetAsync($"/api/cases/{number}/evidence/{hash}")).Bytes);
        Assert.Equal(before, (await blob.GetPropertiesAsync()).Value.ETag);
    }

    [Fact]
    public async Task A_form_with_only_bad_photos_is_a_problem_that_names_them()
    {
        using var form = ApiClient.Form(new { }, ("cut.jpg", "image/jpeg", SamplePhotos.Jpeg("sofa-2")[..9_000]));
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/cases/{await api.OpenSampleAsync()}/evidence", "chen.min", form);
        Assert.Equal("cut.jpg", (string)answer.Problem(422, "evidence-refused")["errors"]![0]!["field"]!);
    }
}
