using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.WeCom;
using CareLoop.Functions.Channels.Wire;

namespace CareLoop.Functions.Tests.Channels;

public sealed class WeComAdapterTests
{
    private const string Token = "QDG6eK";
    private const string CorpId = "wx5823bf96d3bd56c7";
    private const string Key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    private const string Timestamp = "1409659589";
    private const string Nonce = "263014780";
    private const string PublishedEcho = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
    private const string Text = "<xml><FromUserName><![CDATA[li.wei]]></FromUserName><CreateTime>1409659580</CreateTime><MsgType>text</MsgType><Content><![CDATA[电梯坏了]]></Content><MsgId>77</MsgId><AgentID>1</AgentID></xml>";

    private static readonly WeComAdapter Adapter = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1409659590);

    private static readonly ChannelAccount Account = WeChatSamples.Account() with { Platform = "wecom", Secrets = [Token], EncodingKeys = [Key], AppId = CorpId };

    [Theory]
    [InlineData(PublishedEcho)]
    [InlineData("P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp 4RPcs8TgAE7OaBO FZXvnaqQ==")]
    public void W5_the_sealed_question_for_the_address_is_answered_with_its_plain_text_alone(string echo)
    {
        var answered = Assert.IsType<Verdict.Answered>(Adapter.Read(Echo(echo).Build(), Account));

        Assert.Equal("1616140317555161061"u8.ToArray(), answered.Answer.ToBytes());
    }

    [Fact]
    public void A_sealed_message_is_read_and_answered_with_nothing()
    {
        var received = Assert.IsType<Verdict.Received>(Adapter.Read(Sealed(Text).Build(), Account));

        var push = Assert.Single(received.Pushes);
        Assert.Equal((PushKind.Text, "电梯坏了", "li.wei", "77"), (push.Kind, push.Text, push.User, push.DedupeKey));
        Assert.Equal((200, string.Empty), (received.Answer.Status, received.Answer.Content));
    }

    [Fact]
    public void Entering_the_application_is_a_session() => Assert.Equal(
        PushKind.Session,
        Assert.Single(Assert.IsType<Verdict.Received>(Adapter.Read(
            Sealed("<xml><FromUserName>li.wei</FromUserName><CreateTime>1409659580</CreateTime><MsgType>event</MsgType><Event>enter_agent</Event><EventKey></EventKey><AgentID>1</AgentID></xml>").Build(),
            Account)).Pushes).Kind);

    [Fact]
    public void Both_live_tokens_and_keys_are_accepted_while_they_are_rotated() => Assert.IsType<Verdict.Received>(
        Adapter.Read(Sealed(Text).Build(), Account with { Secrets = ["new", Token], EncodingKeys = [new string('B', 43), Key] }));

    [Fact]
    public void A_wrong_secret_and_an_altered_body_are_refused()
    {
        Refuses(Refusal.SignatureWrong, Sealed(Text, token: "other"));
        Refuses(Refusal.SignatureWrong, Sealed(Text) with { Body = Encoding.UTF8.GetBytes($"<xml><Encrypt>{Seal(Text + " ")}</Encrypt></xml>") });
        Refuses(Refusal.SignatureWrong, Echo(PublishedEcho).With(("nonce", "263014781")));
    }

    [Theory]
    [InlineData(301, Refusal.TooOld)]
    [InlineData(-301, Refusal.FromTheFuture)]
    public void Old_and_future_time_is_refused(int age, Refusal expected)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1409659589 + age);
        Assert.Equal(expected, Reason(Sealed(Text).At(at)));
        Assert.Equal(expected, Reason(Echo(PublishedEcho).At(at)));
    }

    [Fact]
    public void A_message_for_another_corporation_is_refused()
    {
        Refuses(Refusal.OtherReceiver, Sealed(Text, corporation: "ww000"));
        Assert.Equal(Refusal.OtherReceiver, Assert.IsType<Verdict.Refused>(Adapter.Read(Echo(PublishedEcho).Build(), Account with { AppId = "ww000" })).Reason);
    }

    [Fact]
    public void What_is_not_sealed_or_not_in_the_format_is_refused()
    {
        Refuses(Refusal.NotEncrypted, Post("<xml><MsgType>text</MsgType></xml>", "x"));
        Refuses(Refusal.Malformed, Post("<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><Encrypt>&a;</Encrypt></xml>", "b"));
        Refuses(Refusal.Malformed, Post(string.Concat(Enumerable.Repeat("<a>", 10_000)), "b"));
        Refuses(Refusal.Malformed, Sealed("<!DOCTYPE xml SYSTEM \"http://127.0.0.1/evil.dtd\"><xml/>"));
        Refuses(Refusal.Malformed, Post("\xFFFF", "b") with { Body = [0xFF, 0xFE, 0x3C] });
        Refuses(Refusal.Undecipherable, Post("<xml><Encrypt>AAAA</Encrypt></xml>", "AAAA"));
        Refuses(Refusal.TooLarge, Sealed(new string('a', 1024 * 1024)));
        Refuses(Refusal.MethodNotUsed, Sealed(Text) with { Method = "DELETE" });
        Refuses(Refusal.Malformed, Echo(PublishedEcho).Without("echostr"));
        Refuses(Refusal.SignatureMissing, Sealed(Text).Without("msg_signature"));
    }

    [Fact]
    public void What_the_account_lacks_is_named_at_the_start()
    {
        Assert.Empty(Adapter.Check(Account));
        Assert.Equal(2, Adapter.Check(Account with { AppId = null, EncodingKeys = ["short"] }).Count());
    }

    private static RequestBuilder Echo(string echo) => RequestBuilder
        .Get(("msg_signature", "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"), ("timestamp", Timestamp), ("nonce", Nonce), ("echostr", echo))
        .At(Now);

    private static RequestBuilder Sealed(string message, string token = Token, string corporation = CorpId)
    {
        var cipherText = Seal(message, corporation);
        return Post($"<xml><ToUserName>{corporation}</ToUserName><Encrypt><![CDATA[{cipherText}]]></Encrypt><AgentID>1</AgentID></xml>", cipherText, token);
    }

    private static RequestBuilder Post(string body, string cipherText, string token = Token) => RequestBuilder
        .Post(body, ("msg_signature", TencentSignature.Of(token, Timestamp, Nonce, cipherText)), ("timestamp", Timestamp), ("nonce", Nonce))
        .At(Now);

    private static string Seal(string message, string corporation = CorpId) => TencentCipher.For(Key)!.Seal(Encoding.UTF8.GetBytes(message), corporation, new byte[16]);

    private static void Refuses(Refusal expected, RequestBuilder call) => Assert.Equal(expected, Reason(call));

    private static Refusal Reason(RequestBuilder call) => Assert.IsType<Verdict.Refused>(Adapter.Read(call.Build(), Account)).Reason;
}
