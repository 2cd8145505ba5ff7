using System.Collections.Immutable;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.DingTalk;

namespace CareLoop.Functions.Tests.Channels;

public sealed class DingTalkAdapterTests
{
    private const string Secret = "this is secret";
    private const long Timestamp = 1577262236757;
    private const string Text = """
        {"msgtype":"text","text":{"content":" 电梯坏了 "},"msgId":"msgBj==","createAt":1577262236000,"conversationType":"2","conversationId":"cid1",
         "senderId":"$:LWCP_v1:$x","senderStaffId":"0326","senderNick":"李伟","robotCode":"ding1","sessionWebhook":"https://oapi.dingtalk.com/robot/sendBySession?session=1"}
        """;

    private static readonly DingTalkAdapter Adapter = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Timestamp);
    private static readonly ChannelAccount Account = WeChatSamples.Account() with { Platform = "dingtalk", Secrets = [Secret], EncodingKeys = [], AppId = "ding1" };

    [Fact]
    public void D2_the_published_signature_is_the_one_we_compute() =>
        Assert.Equal("hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=", DingTalkAdapter.Sign(Secret, "1577262236757"));

    [Fact]
    public void Words_in_a_group_are_read_with_their_thread()
    {
        var received = Assert.IsType<Verdict.Received>(Adapter.Read(Signed(Text).Build(), Account));

        var push = Assert.Single(received.Pushes);
        Assert.Equal((PushKind.Text, "电梯坏了", "0326", "msgBj==", "cid1", "李伟"), (push.Kind, push.Text, push.User, push.DedupeKey, push.Thread, push.ContactName));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1577262236000), push.SentAt);
        Assert.Equal((200, "{}"), (received.Answer.Status, received.Answer.Content));
    }

    [Fact]
    public void A_chat_with_one_person_has_no_thread_and_strangers_have_an_id_too()
    {
        var push = Read(Text.Replace("\"conversationType\":\"2\"", "\"conversationType\":\"1\"", StringComparison.Ordinal).Replace("\"senderStaffId\":\"0326\",", "", StringComparison.Ordinal))[0];

        Assert.Equal((null, "$:LWCP_v1:$x"), (push.Thread, push.User));
    }

    [Fact]
    public void Rich_text_is_words_and_pictures_each_with_a_key_of_its_own()
    {
        var pushes = Read(Of("richText", """{"richText":[{"type":"picture","downloadCode":"d1"},{"text":"门"},{"text":"坏了"},{"type":"picture","downloadCode":"d2"}]}"""));

        Assert.Equal([PushKind.Text, PushKind.Image, PushKind.Image], pushes.Select(push => push.Kind));
        Assert.Equal("门坏了", pushes[0].Text);
        Assert.Equal(["d1", "d2"], pushes.Skip(1).Select(push => push.Media!.Id));
        Assert.Equal(3, pushes.Select(push => push.DedupeKey).Distinct().Count());
    }

    [Theory]
    [InlineData("picture", """{"downloadCode":"d1"}""", PushKind.Image, "d1", null)]
    [InlineData("audio", """{"downloadCode":"d1","recognition":"水管爆了"}""", PushKind.Media, "d1", "水管爆了")]
    [InlineData("file", """{"downloadCode":"d1","fileName":"合同.pdf"}""", PushKind.Media, "d1", "合同.pdf")]
    [InlineData("unknownMsgType", "{}", PushKind.Unknown, null, null)]
    public void Other_kinds_name_what_to_fetch(string type, string content, PushKind kind, string? media, string? words)
    {
        var push = Assert.Single(Read(Of(type, content)));
        Assert.Equal((kind, media, words), (push.Kind, push.Media?.Id, push.Text));
    }

    [Fact]
    public void Both_live_secrets_are_accepted() => Assert.IsType<Verdict.Received>(Adapter.Read(Signed(Text).Build(), Account with { Secrets = ["new", Secret] }));

    [Theory]
    [InlineData(3600, null)]
    [InlineData(3601, Refusal.TooOld)]
    [InlineData(-300, null)]
    [InlineData(-301, Refusal.FromTheFuture)]
    public void Time_older_than_an_hour_or_to_come_is_refused(int age, Refusal? expected) =>
        Assert.Equal(expected, (Adapter.Read(Signed(Text).At(Now.AddSeconds(age)).Build(), Account) as Verdict.Refused)?.Reason);

    [Fact]
    public void What_is_not_signed_by_us_or_not_in_the_format_is_refused()
    {
        Refuses(Refusal.SignatureWrong, Signed(Text, "other secret"));
        Refuses(Refusal.SignatureWrong, Signed(Text).Header("timestamp", $"{Timestamp + 1}"));
        Refuses(Refusal.SignatureMissing, Signed(Text).Without("sign"));
        Refuses(Refusal.SignatureMissing, Signed(Text).Without("timestamp"));
        Refuses(Refusal.SignatureMissing, Signed(Text).Header("timestamp", "soon"));
        Refuses(Refusal.OtherReceiver, Signed(Text.Replace("ding1", "ding2", StringComparison.Ordinal)));
        Refuses(Refusal.MethodNotUsed, Signed(Text) with { Method = "GET" });
        Refuses(Refusal.TooLarge, Signed(Text.Replace("电梯坏了", new string('a', 1024 * 1024), StringComparison.Ordinal)));
        Refuses(Refusal.Malformed, Signed(Text.Replace("\"msgId\":\"msgBj==\",", "", StringComparison.Ordinal)));
        Refuses(Refusal.Malformed, Signed(Text.Replace("1577262236000", "\"soon\"", StringComparison.Ordinal)));
        Refuses(Refusal.Malformed, Signed(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)));
        Refuses(Refusal.Malformed, Signed(Text) with { Body = [.. "{\"msgId\":\""u8, 0xC3, 0x28, .. "\"}"u8] });
    }

    [Fact]
    public void What_the_account_lacks_is_named_at_the_start()
    {
        Assert.Empty(Adapter.Check(Account));
        Assert.Single(Adapter.Check(Account with { AppId = null }));
    }

    private static string Of(string type, string content) => $$"""{"msgtype":"{{type}}","content":{{content}},"msgId":"m1","createAt":1577262236000,"senderStaffId":"0326","robotCode":"ding1"}""";

    private static RequestBuilder Signed(string body, string secret = Secret) => RequestBuilder.Post(body)
        .Header("timestamp", $"{Timestamp}")
        .Header("sign", DingTalkAdapter.Sign(secret, $"{Timestamp}"))
        .At(Now);

    private static ImmutableArray<ChannelPush> Read(string body) => Assert.IsType<Verdict.Received>(Adapter.Read(Signed(body).Build(), Account)).Pushes;

    private static void Refuses(Refusal expected, RequestBuilder call) => Assert.Equal(expected, Assert.IsType<Verdict.Refused>(Adapter.Read(call.Build(), Account)).Reason);
}
