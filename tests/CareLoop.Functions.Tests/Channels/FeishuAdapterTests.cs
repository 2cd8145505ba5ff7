using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.Feishu;

namespace CareLoop.Functions.Tests.Channels;

public sealed class FeishuAdapterTests
{
    private const string Key = "test key";
    private const string Token = "verification-token";
    private const long Timestamp = 1772600000;

    private static readonly FeishuAdapter Adapter = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Timestamp);
    private static readonly ChannelAccount Account = WeChatSamples.Account() with { Platform = "feishu", Secrets = [Token], EncodingKeys = [Key], AppId = "cli_1" };

    [Fact]
    public void F1_the_published_seal_is_opened() =>
        Assert.Equal("hello world", Encoding.UTF8.GetString(FeishuCipher.Open("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", Key)!));

    [Fact]
    public void The_question_for_the_address_is_answered_although_it_is_not_signed()
    {
        var answered = Assert.IsType<Verdict.Answered>(Adapter.Read(Unsigned($$"""{"challenge":"c-1","token":"{{Token}}","type":"url_verification"}""").Build(), Account));

        Assert.Equal("""{"challenge":"c-1"}""", answered.Answer.Content);
    }

    [Fact]
    public void Words_of_the_second_version_are_read_without_the_mention()
    {
        var received = Assert.IsType<Verdict.Received>(Adapter.Read(Signed(Second("text", """{"text":"@_user_1 电梯坏了"}""")).Build(), Account));

        var push = Assert.Single(received.Pushes);
        Assert.Equal((PushKind.Text, "电梯坏了", "ou_li", "ev-1", "oc_1"), (push.Kind, push.Text, push.User, push.DedupeKey, push.Thread));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1772599999123), push.SentAt);
        Assert.Equal("{}", received.Answer.Content);
    }

    [Fact]
    public void Words_of_the_first_version_are_read_too()
    {
        var push = Assert.Single(Read($$$"""{"uuid":"u-1","token":"{{{Token}}}","ts":"1772599999.5","type":"event_callback","event":{"type":"message","app_id":"cli_1","open_id":"ou_li","chat_type":"private","open_chat_id":"oc_1","msg_type":"text","text":"<at>x</at> 在吗","text_without_at_bot":"在吗"}}"""));

        Assert.Equal((PushKind.Text, "在吗", "ou_li", "u-1", null), (push.Kind, push.Text, push.User, push.DedupeKey, push.Thread));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1772599999500), push.SentAt);
    }

    [Fact]
    public void Pictures_and_files_are_fetched_by_message_and_key_and_rich_text_is_both()
    {
        Assert.Equal("om_1/img_1", Assert.Single(Read(Second("image", """{"image_key":"img_1"}"""))).Media!.Id);
        Assert.Equal((PushKind.Media, "om_1/f_1"), Read(Second("file", """{"file_key":"f_1","file_name":"合同.pdf"}""")) is [var file] ? (file.Kind, file.Media!.Id) : default);
        var post = Read(Second("post", """{"title":"报修","content":[[{"tag":"text","text":"门坏了"},{"tag":"at","user_id":"@_user_1"}],[{"tag":"img","image_key":"img_2"}]]}"""));
        Assert.Equal([(PushKind.Text, "报修\n门坏了", null), (PushKind.Image, null, "om_1/img_2")], post.Select(push => (push.Kind, push.Text, push.Media?.Id)));
        Assert.NotEqual(post[0].DedupeKey, post[1].DedupeKey);
    }

    [Fact]
    public void Other_events_are_acknowledged_and_are_nobodys_matter() =>
        Assert.Empty(Read($$$"""{"schema":"2.0","header":{"event_id":"e","event_type":"im.chat.updated_v1","token":"{{{Token}}}","app_id":"cli_1"},"event":{}}"""));

    [Fact]
    public void Both_live_tokens_and_keys_are_accepted_while_they_are_rotated() => Assert.IsType<Verdict.Received>(
        Adapter.Read(Signed(Second("text", """{"text":"a"}""")).Build(), Account with { Secrets = ["new", Token], EncodingKeys = ["new key", Key] }));

    [Theory]
    [InlineData(7 * 3600, null)]
    [InlineData((7 * 3600) + 901, Refusal.TooOld)]
    [InlineData(-301, Refusal.FromTheFuture)]
    public void A_repetition_after_hours_is_fresh_and_what_is_older_or_to_come_is_refused(int age, Refusal? expected) =>
        Assert.Equal(expected, (Adapter.Read(Signed(Second("text", """{"text":"a"}""")).At(Now.AddSeconds(age)).Build(), Account) as Verdict.Refused)?.Reason);

    [Fact]
    public void What_is_not_signed_by_us_is_refused()
    {
        var message = Second("text", """{"text":"a"}""");

        Refuses(Refusal.SignatureMissing, Unsigned(message));
        Refuses(Refusal.SignatureWrong, Signed(message, "other key"));
        Refuses(Refusal.SignatureWrong, Signed(message).Header("X-Lark-Request-Nonce", "2"));
        Refuses(Refusal.SignatureWrong, Signed(message) with { Body = Encoding.UTF8.GetBytes(Envelope(message) + " ") });
        Refuses(Refusal.SignatureWrong, Signed(message.Replace(Token, "other-token", StringComparison.Ordinal)));
        Refuses(Refusal.SignatureWrong, Unsigned("""{"challenge":"c-1","token":"other-token","type":"url_verification"}"""));
        Refuses(Refusal.SignatureWrong, Unsigned("""{"challenge":"c-1","type":"url_verification"}"""));
        Refuses(Refusal.OtherReceiver, Signed(message.Replace("cli_1", "cli_2", StringComparison.Ordinal)));
        Refuses(Refusal.NotEncrypted, SignedBody(message));
        Refuses(Refusal.MethodNotUsed, Signed(message) with { Method = "GET" });
    }

    [Fact]
    public void What_is_not_in_the_format_is_refused()
    {
        Refuses(Refusal.Malformed, SignedBody(""));
        Refuses(Refusal.Malformed, SignedBody("""{"encrypt":"a","encrypt":"b"}"""));
        Refuses(Refusal.Undecipherable, SignedBody("""{"encrypt":"!!!!"}"""));
        Refuses(Refusal.Undecipherable, SignedBody("""{"encrypt":"QUJDREVGR0hJSktMTU5PUA=="}"""));
        Refuses(Refusal.Undecipherable, SignedBody(new JsonObject { ["encrypt"] = Convert.ToBase64String(new byte[48]) }.ToJsonString()));
        Refuses(Refusal.Malformed, Signed("not json"));
        Refuses(Refusal.Malformed, Signed(Second("text", "not json")));
        Refuses(Refusal.Malformed, Signed(Second("text", """{"text":"a"}""").Replace("ou_li", "", StringComparison.Ordinal)));
        Refuses(Refusal.Malformed, SignedBody(string.Concat(Enumerable.Repeat("{\"encrypt\":", 10_000)) + "1" + new string('}', 10_000)));
        Refuses(Refusal.TooLarge, SignedBody(new string('a', 1024 * 1024)));
    }

    [Fact]
    public void What_the_account_lacks_is_named_at_the_start()
    {
        Assert.Empty(Adapter.Check(Account));
        Assert.Equal(2, Adapter.Check(Account with { AppId = null, EncodingKeys = [] }).Count());
    }

    private static string Second(string type, string content) => new JsonObject
    {
        ["schema"] = "2.0",
        ["header"] = new JsonObject { ["event_id"] = "ev-1", ["event_type"] = "im.message.receive_v1", ["create_time"] = "1772599999500", ["token"] = Token, ["app_id"] = "cli_1" },
        ["event"] = new JsonObject
        {
            ["sender"] = new JsonObject { ["sender_id"] = new JsonObject { ["open_id"] = "ou_li" }, ["sender_type"] = "user" },
            ["message"] = new JsonObject
            {
                ["message_id"] = "om_1",
                ["create_time"] = "1772599999123",
                ["chat_id"] = "oc_1",
                ["chat_type"] = "group",
                ["message_type"] = type,
                ["content"] = content,
            },
        },
    }.ToJsonString();

    private static string Envelope(string message, string key = Key) =>
        new JsonObject { ["encrypt"] = FeishuCipher.Seal(Encoding.UTF8.GetBytes(message), key, new byte[16]) }.ToJsonString();

    private static RequestBuilder Unsigned(string message) => RequestBuilder.Post(Envelope(message)).At(Now);

    private static RequestBuilder Signed(string message, string key = Key) => SignedBody(Envelope(message, key), key);

    private static RequestBuilder SignedBody(string body, string key = Key) => RequestBuilder.Post(body)
        .Header("X-Lark-Request-Timestamp", $"{Timestamp}")
        .Header("X-Lark-Request-Nonce", "1")
        .Header("X-Lark-Signature", FeishuAdapter.Sign(key, $"{Timestamp}", "1", Encoding.UTF8.GetBytes(body)))
        .At(Now);

    private static ImmutableArray<ChannelPush> Read(string message) => Assert.IsType<Verdict.Received>(Adapter.Read(Signed(message).Build(), Account)).Pushes;

    private static void Refuses(Refusal expected, RequestBuilder call) => Assert.Equal(expected, Assert.IsType<Verdict.Refused>(Adapter.Read(call.Build(), Account)).Reason);
}
