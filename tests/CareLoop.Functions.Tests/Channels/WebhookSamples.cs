using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.Webhook;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>Calls as a partner's system makes them.</summary>
internal static class WebhookSamples
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string SecondSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    public const long Timestamp = 1614265330;

    public const string Message = """
        {"specversion":"1.0","id":"m-1","source":"/chat/shop","type":"com.careloop.message.v1","time":"2021-02-25T23:02:05+08:00",
         "data":{"user":{"id":"u-7","name":"王丽","phone":"13800138000"},"text":"沙发开裂","order":"8801","subject":"布艺沙发","caseType":"Complaint","thread":"t-1",
                 "photos":[{"url":"https://photos.example.com/1.jpg","contentType":"image/jpeg"},{"url":"https://photos.example.com/2.jpg"}]}}
        """;

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Timestamp);

    public static ChannelAccount Account() => new()
    {
        Platform = "webhook",
        Id = "shop",
        Channel = "Web",
        Site = "mall-sh-01",
        Organisation = "demo",
        Secrets = [Secret],
        MediaHosts = ["photos.example.com"],
    };

    public static RequestBuilder Signed(string body, string secret = Secret, long timestamp = Timestamp, string id = "msg_1") => Signed(Encoding.UTF8.GetBytes(body), secret, timestamp, id);

    public static RequestBuilder Signed(byte[] body, string secret = Secret, long timestamp = Timestamp, string id = "msg_1") => new RequestBuilder("POST", body)
        .Header("Content-Type", "application/cloudevents+json; charset=utf-8")
        .Header("webhook-id", id)
        .Header("webhook-timestamp", $"{timestamp}")
        .Header("webhook-signature", StandardWebhook.Sign(secret, id, $"{timestamp}", body))
        .At(Now);
}
