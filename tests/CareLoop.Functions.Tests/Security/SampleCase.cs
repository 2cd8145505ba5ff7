using System.Net.Http.Headers;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Security;

/// <summary>A case with everything a route can name: a command, a photo, a tracking link.</summary>
internal sealed record SampleCase(string Number, string Owner, string CommandId, string Photo, string TrackingId, string Tracking)
{
    private string? otherTracking;

    public static async Task<SampleCase> PrepareAsync(ApiClient api)
    {
        var opened = await api.OpenAsync(new
        {
            site = "mall-sh-01",
            channel = "WeChat",
            text = "沙发裂了,请打 13800001234,家住上海市浦东新区云山路12栋1803",
            customer = new { name = "王丽", phone = "13800001234", address = "上海市浦东新区云山路88弄12栋1803" },
        });
        Assert.Equal(201, opened.Status);
        var number = (string)opened.Json["caseNumber"]!;
        Assert.Equal("chen.min", (string)opened.Json["owner"]!["id"]!);
        var command = await api.CommandAsync(number, new { command = "reply", text = "您好" }, headers: ("Prefer", "respond-async"));
        Assert.Equal(202, command.Status);
        var link = (string)command.Json["status"]!;
        await WaitAsync(async () => (await api.GetAsync(link)).Status == 200);
        var photos = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "chen.min", PhotoForm(), ApiClient.NewKey());
        Assert.Equal(201, photos.Status);
        var used = await TrackAsync(api, number);
        var spare = await TrackAsync(api, number);
        return new(number, "chen.min", link.Split('/')[^1], (string)photos.Json["evidence"]![0]!["hash"]!, spare.Id, used.Token);
    }

    /// <summary>The tracking token of a different case, made once.</summary>
    public async Task<string> OtherTrackingAsync(ApiClient api) => otherTracking ??= (await TrackAsync(api, await api.OpenSampleAsync())).Token;

    public static MultipartFormDataContent PhotoForm()
    {
        var photo = new ByteArrayContent(SamplePhotos.Png);
        photo.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return new() { { photo, "photo", "p.png" } };
    }

    private static async Task<(string Id, string Token)> TrackAsync(ApiClient api, string number)
    {
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/tracking-tokens", "chen.min", content: null, ApiClient.NewKey());
        Assert.Equal(201, answer.Status);
        return ((string)answer.Json["id"]!, (string)answer.Json["token"]!);
    }

    private static async Task WaitAsync(Func<Task<bool>> isDone)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await isDone())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
