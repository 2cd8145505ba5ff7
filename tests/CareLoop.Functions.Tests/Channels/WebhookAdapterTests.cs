using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.Webhook;
using static CareLoop.Functions.Tests.Channels.WebhookSamples;

namespace CareLoop.Functions.Tests.Channels;

public sealed class WebhookAdapterTests
{
    private static readonly WebhookAdapter Adapter = new();

    [Fact]
    public void S1_the_published_signature_is_the_one_we_compute() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        StandardWebhook.Sign(Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}"u8));

    [Fact]
    public void A_message_with_photos_becomes_a_push_for_the_words_and_one_for_each_photo()
    {
        var received = Assert.IsType<Verdict.Received>(Adapter.Read(Signed(Message).Build(), Account()));

        Assert.Equal([PushKind.Text, PushKind.Image, PushKind.Image], received.Pushes.Select(push => push.Kind));
        Assert.Equal(["/chat/shop\nm-1", "/chat/shop\nm-1\n0", "/chat/shop\nm-1\n1"], received.Pushes.Select(push => push.DedupeKey));
        Assert.Equal(new ChannelMedia(null, "https://photos.example.com/1.jpg", "image/jpeg"), received.Pushes[1].Media);
        Assert.All(received.Pushes, push => Assert.Equal(
            ("u-7", "王丽", "13800138000", "8801", "布艺沙发", "Complaint", "t-1"),
            (push.User, push.ContactName, push.ContactPhone, push.Order, push.Subject, push.CaseType, push.Thread)));
        Assert.Equal("沙发开裂", received.Pushes[0].Text);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Timestamp - 5), received.Pushes[0].SentAt);
        Assert.Equal(200, received.Answer.Status);
    }

    [Fact]
    public void An_event_delivered_again_under_another_webhook_id_keeps_its_keys() =>
        Assert.Equal(Keys(Signed(Message)), Keys(Signed(Message, id: "msg_2", timestamp: Timestamp + 60)));

    [Fact]
    public void One_of_several_signatures_and_either_live_secret_is_enough()
    {
        var both = Account() with { Secrets = [SecondSecret, Secret] };
        var call = Signed(Message);
        var good = call.Build().Header("webhook-signature")!;

        Assert.IsType<Verdict.Received>(Adapter.Read(call.Build(), both));
        Assert.IsType<Verdict.Received>(Adapter.Read(Signed(Message, SecondSecret).Build(), both));
        Assert.IsType<Verdict.Received>(Adapter.Read(call.Header("webhook-signature", $"v1a,xyz v1,AAAA {good}").Build(), Account()));
    }

    [Theory]
    [InlineData("""{"user":{"id":"u-7"},"state":"opened"}""", "com.careloop.session.v1", PushKind.Session, "com.careloop.session.v1/opened")]
    [InlineData("""{"user":{"id":"1391"},"outcome":"missed"}""", "com.careloop.call.v1", PushKind.Session, "com.careloop.call.v1/missed")]
    [InlineData("""{"user":{"id":"1391"},"recordings":[{"url":"https://photos.example.com/a.wav"}]}""", "com.careloop.call.v1", PushKind.Media, "com.careloop.call.v1")]
    [InlineData("""{"user":{"id":"1391"},"text":"请回电"}""", "com.careloop.call.v1", PushKind.Text, "com.careloop.call.v1")]
    public void Sessions_and_calls_are_understood(string data, string type, PushKind kind, string platformKind)
    {
        var push = Assert.Single(Assert.IsType<Verdict.Received>(Adapter.Read(Signed(Event(type, data)).Build(), Account())).Pushes);

        Assert.Equal((kind, platformKind, Now), (push.Kind, push.PlatformKind, push.SentAt));
    }

    [Theory]
    [InlineData("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"", "specversion must be 1.0.")]
    [InlineData("\"id\":\"m-1\",", "", "id and source are required, at most 256 characters each.")]
    [InlineData("com.careloop.message.v1", "com.careloop.message.v9", "type must be com.careloop.message.v1, com.careloop.session.v1 or com.careloop.call.v1.")]
    [InlineData("\"id\":\"u-7\",", "", "data.user.id is required, at most 256 characters.")]
    [InlineData("2021-02-25T23:02:05+08:00", "2021-02-25T23:02:05", "time must be an RFC 3339 instant with an offset.")]
    [InlineData("2021-02-25T23:02:05+08:00", "yesterday", "time must be an RFC 3339 instant with an offset.")]
    [InlineData("https://photos.example.com/1.jpg", "http://photos.example.com/1.jpg", "data.photos[0].url must be https, on one of the hosts agreed with this account.")]
    [InlineData("https://photos.example.com/2.jpg", "https://169.254.169.254/latest", "data.photos[1].url must be https, on one of the hosts agreed with this account.")]
    [InlineData("https://photos.example.com/2.jpg", "https://photos.example.com@evil.example/2.jpg", "data.photos[1].url must be https, on one of the hosts agreed with this account.")]
    [InlineData("https://photos.example.com/2.jpg", "file:///etc/passwd", "data.photos[1].url must be https, on one of the hosts agreed with this account.")]
    public void A_mistake_is_told_to_the_sender(string correct, string mistaken, string detail)
    {
        Assert.Contains(correct, Message, StringComparison.Ordinal);
        var refused = Assert.IsType<Verdict.Refused>(Adapter.Read(Signed(Message.Replace(correct, mistaken, StringComparison.Ordinal)).Build(), Account()));

        Assert.Equal((Refusal.Malformed, detail), (refused.Reason, refused.Detail));
    }

    [Fact]
    public void An_event_that_says_nothing_is_told_so()
    {
        var refused = Assert.IsType<Verdict.Refused>(Adapter.Read(Signed(Event("com.careloop.message.v1", """{"user":{"id":"u-7"}}""")).Build(), Account()));

        Assert.Equal("data.text or data.photos is required.", refused.Detail);
    }

    [Fact]
    public void Every_event_type_of_the_documentation_is_accepted_as_it_stands_there()
    {
        var page = File.ReadAllText(Path.Combine(Architecture.SourceTree.Root, "docs", "channels.md"));
        var examples = page.Split("```json").Skip(1).Select(part => part.Split("```")[0]).Where(part => part.Contains("\"specversion\": \"1.0\"", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, examples.Count);
        Assert.All(examples, example => Assert.IsType<Verdict.Received>(Adapter.Read(Signed(example).Build(), Account())));
    }

    [Fact]
    public void What_the_account_lacks_is_named_at_the_start()
    {
        Assert.Empty(Adapter.Check(Account()));
        Assert.Single(Adapter.Check(Account() with { Secrets = [Secret, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] }));
        Assert.Single(Adapter.Check(Account() with { Secrets = ["whsec_c2hvcnQ="] }));
    }

    private static string Event(string type, string data) => $$"""{"specversion":"1.0","id":"1","source":"/pbx","type":"{{type}}","data":{{data}}}""";

    private static IEnumerable<string> Keys(RequestBuilder call) =>
        Assert.IsType<Verdict.Received>(Adapter.Read(call.Build(), Account())).Pushes.Select(push => push.DedupeKey);
}
