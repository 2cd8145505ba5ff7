using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CareLoop.Functions.Tests.Evidence.Samples;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Evidence;

/// <summary>A photo as the whole body, as phones send it; and bodies that are no such thing.</summary>
[Collection(AppCollection.Name)]
public sealed class SinglePhotoTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task A_phone_sends_one_photo_as_it_is_and_the_same_again_is_the_same()
    {
        var number = await api.OpenSampleAsync();
        var first = await SendAsync(number, RealPhotos.Heic, "image/heic", "?phase=Before");
        var again = await SendAsync(number, RealPhotos.Heic, "image/heic");

        Assert.Equal((201, 201), (first.Status, again.Status));
        var photo = Assert.Single(first.Json["evidence"]!.AsArray())!;
        Assert.Equal(("image/heic", "Before"), ((string)photo["mediaType"]!, (string)photo["phase"]!));
        Assert.Equal(["exif", "mime"], photo["removed"]!.AsArray().Select(name => (string)name!));
        Assert.Equal((string)photo["hash"]!, (string)again.Json["evidence"]![0]!["hash"]!);
        Assert.Single((await api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray());
    }

    [Fact]
    public async Task The_same_picture_with_other_metadata_is_the_same_photo()
    {
        var number = await api.OpenSampleAsync();
        Assert.Equal(201, (await SendAsync(number, TinyJpeg.Of(more: TinyJpeg.Exif), "image/jpeg")).Status);
        using var form = ApiClient.Form(new { }, ("b.jpg", "image/jpeg", TinyJpeg.Of(more: TinyJpeg.Xmp("edited"))));
        Assert.Equal(201, (await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", form)).Status);
        Assert.Single((await api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray());
    }

    [Fact]
    public async Task A_bad_photo_is_refused_with_its_reason()
    {
        var number = await api.OpenSampleAsync();
        var problem = (await SendAsync(number, SamplePhotos.Jpeg("sofa-2")[..9_000], "image/jpeg")).Problem(422, "evidence-refused");
        Assert.Equal("photo", (string)problem["errors"]![0]!["field"]!);
        (await SendAsync(number, SamplePhotos.Png, "image/jpeg")).Problem(422, "evidence-refused");
        (await SendAsync(number, SamplePhotos.Png, "image/png", "?phase=Sometime")).Problem(422, "unknown-value");
        (await SendAsync(number, [], "image/jpeg")).Problem(400, "request-invalid");
        (await SendAsync(number, SamplePhotos.Png, "application/octet-stream")).Problem(415, "content-type-unsupported");
        Assert.Empty((await api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task COM_INT_09_a_photo_over_ten_megabytes_is_refused_announced_or_not(bool isAnnounced)
    {
        var number = await api.OpenSampleAsync();
        var photo = TinyJpeg.OfSize((10 * 1024 * 1024) + 1, seed: 2);
        HttpContent content = isAnnounced ? new ByteArrayContent(photo) : new Unannounced(photo);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var problem = (await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "wang.li", content, headers: ("Accept-Language", "en"))).Problem(413, "body-too-large");
        Assert.Contains("10 MB", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/jpeg", 4L * 1024 * 1024 * 1024)]
    [InlineData("image/jpeg", (10 * 1024 * 1024) + 1)]
    [InlineData("multipart/form-data; boundary=x", (160 * 1024 * 1024) + 1)]
    public async Task A_body_that_claims_to_be_too_large_is_refused_before_a_byte_of_it_is_read(string type, long claimed)
    {
        var number = await api.OpenSampleAsync();
        var token = await app.CreateClient().GetStringAsync("/development/tokens/wang.li");
        using TcpClient socket = new();
        await socket.ConnectAsync(app.Host.Address.Host, app.Host.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/cases/{number}/evidence HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: {type}\r\nContent-Length: {claimed}\r\n\r\n"));
        using StreamReader reader = new(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_form_that_breaks_off_or_has_no_boundary_or_too_many_parts_is_a_problem()
    {
        var number = await api.OpenSampleAsync();
        async Task<ApiAnswer> Send(string contentType, string body)
        {
            using StringContent content = new(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            return await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "wang.li", content);
        }

        const string Part = "--x\r\nContent-Disposition: form-data; name=photo; filename=a.jpg\r\n\r\nabc\r\n";
        (await Send("multipart/form-data; boundary=x", Part)).Problem(400, "request-invalid");
        (await Send("multipart/form-data", Part + "--x--\r\n")).Problem(400, "request-invalid");
        (await Send($"multipart/form-data; boundary={new string('x', 200)}", Part)).Problem(400, "request-invalid");
        (await Send("multipart/form-data; boundary=x", string.Concat(Enumerable.Repeat(Part, 65)) + "--x--\r\n")).Problem(400, "request-invalid");
        (await Send("multipart/form-data; boundary=x", $"--x\r\nContent-Disposition: form-data; name=phase\r\n\r\n{new string('a', 300_000)}\r\n--x--\r\n")).Problem(413, "body-too-large");
        (await Send("multipart/form-data; boundary=x", Part + "--x--\r\n")).Problem(422, "evidence-refused");
    }

    private async Task<ApiAnswer> SendAsync(string number, byte[] photo, string type, string query = "")
    {
        using ByteArrayContent content = new(photo);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence{query}", "wang.li", content);
    }

    private sealed class Unannounced(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
