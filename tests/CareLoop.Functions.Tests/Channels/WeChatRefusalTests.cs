using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.WeChat;
using CareLoop.Functions.Channels.Wire;
using Microsoft.Extensions.Primitives;
using static CareLoop.Functions.Tests.Channels.WeChatSamples;

namespace CareLoop.Functions.Tests.Channels;

public sealed class WeChatRefusalTests
{
    private const string Text = """{"FromUserName":"o-li","CreateTime":1714112440,"MsgType":"text","Content":"a","MsgId":1}""";

    private static readonly WeChatAdapter Adapter = new();

    [Fact]
    public void Other_methods_are_not_used() => Refuses(Refusal.MethodNotUsed, new RequestBuilder("PUT", []));

    [Fact]
    public void Plain_mode_is_refused_however_well_it_is_signed() => Refuses(
        Refusal.NotEncrypted,
        RequestBuilder.Post(Text, ("signature", TencentSignature.Of(Token, Timestamp, "1")), ("timestamp", Timestamp), ("nonce", "1")).At(Now));

    [Fact]
    public void The_plain_signature_does_not_stand_for_the_one_over_the_message() => Refuses(
        Refusal.SignatureWrong,
        Json(Text).With(("msg_signature", TencentSignature.Of(Token, Timestamp, "1"))));

    [Theory]
    [InlineData("msg_signature")]
    [InlineData("timestamp")]
    [InlineData("nonce")]
    public void Every_part_of_the_signature_is_required(string part)
    {
        Refuses(Refusal.SignatureMissing, Json(Text).Without(part));
        Refuses(Refusal.SignatureMissing, Json(Text).With((part, new StringValues(["1", "1"]))));
    }

    [Fact]
    public void A_wrong_secret_is_refused() => Refuses(Refusal.SignatureWrong, Sealed(Envelope(Text), token: "BBBBB"));

    [Theory]
    [InlineData("F464B24FC39322E44B38AA78F5EDD27BD1441696")]
    [InlineData("f464b24fc39322e44b38aa78f5edd27bd144169")]
    [InlineData("f464b24fc39322e44b38aa78f5edd27bd14416961")]
    public void A_signature_that_differs_in_one_place_is_refused(string signature) => Refuses(Refusal.SignatureWrong, Json(Text).With(("msg_signature", signature)));

    [Fact]
    public void An_altered_body_is_refused() => Refuses(Refusal.SignatureWrong, Json(Text) with { Body = Encoding.UTF8.GetBytes(Envelope(Text + " ")) });

    [Theory]
    [InlineData(300, null)]
    [InlineData(301, Refusal.TooOld)]
    [InlineData(-300, null)]
    [InlineData(-301, Refusal.FromTheFuture)]
    public void Old_and_future_time_is_refused_five_minutes_either_way(int age, Refusal? expected)
    {
        var verdict = Adapter.Read(Json(Text).At(DateTimeOffset.FromUnixTimeSeconds(1714112445 + age)).Build(), Account());
        Assert.Equal(expected, (verdict as Verdict.Refused)?.Reason);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1714112445.0")]
    [InlineData("99999999999999999999999")]
    [InlineData("999999999999999999")]
    public void A_time_that_is_none_is_refused(string timestamp) => Refuses(Refusal.SignatureMissing, Sealed(Envelope(Text), timestamp: timestamp));

    [Fact]
    public void A_message_for_another_app_is_refused() => Refuses(Refusal.OtherReceiver, Sealed($$"""{"Encrypt":"{{SealOf(Text, "wx0000000000000000")}}"}"""));

    [Fact]
    public void A_message_under_another_key_is_refused() =>
        Assert.Equal(Refusal.Undecipherable, Reason(Adapter.Read(Json(Text).Build(), Account() with { EncodingKeys = [new string('B', 43)] })));

    [Theory]
    [InlineData("!!!!")]
    [InlineData("QUJD")]
    [InlineData("QUJDREVGR0hJSktMTU5PUA==")]
    public void What_is_no_sealed_message_is_refused(string cipherText) => Refuses(Refusal.Undecipherable, Sealed($$"""{"Encrypt":"{{cipherText}}"}"""));

    [Theory]
    [InlineData("<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><Encrypt>&a;</Encrypt></xml>")]
    [InlineData("<!DOCTYPE xml SYSTEM \"http://127.0.0.1/evil.dtd\"><xml><Encrypt>a</Encrypt></xml>")]
    [InlineData("<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>")]
    [InlineData("""{"Encrypt":"a","Encrypt":"b"}""")]
    [InlineData("<xml><Encrypt>a</xml>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void An_envelope_that_is_not_in_the_format_is_refused(string body) => Refuses(Refusal.Malformed, Sealed(body));

    [Theory]
    [InlineData("<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><FromUserName>&a;</FromUserName></xml>")]
    [InlineData("""{"CreateTime":1714112440,"MsgType":"text","Content":"a","MsgId":1}""")]
    [InlineData("""{"FromUserName":"o-li","MsgType":"text","Content":"a","MsgId":1}""")]
    [InlineData("""{"FromUserName":"o-li","CreateTime":1714112440,"Content":"a","MsgId":1}""")]
    [InlineData("""{"FromUserName":"\ud800","CreateTime":1714112440,"MsgType":"text","MsgId":1}""")]
    public void A_sealed_message_that_is_not_in_the_format_is_refused(string message) => Refuses(Refusal.Malformed, Sealed($$"""{"Encrypt":"{{SealOf(message)}}"}"""));

    [Theory]
    [InlineData("{\"a\":", "}")]
    [InlineData("<a>", "</a>")]
    public void Deep_nesting_is_refused(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Refuses(Refusal.Malformed, RequestBuilder.Post(deep).At(Now));
        Refuses(Refusal.Malformed, Sealed($$"""{"Encrypt":"{{SealOf(deep)}}"}"""));
    }

    [Fact]
    public void A_megabyte_of_text_is_refused_unread() => Refuses(Refusal.TooLarge, Json(Text.Replace("\"a\"", $"\"{new string('a', 1024 * 1024)}\"", StringComparison.Ordinal)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        Refuses(Refusal.Malformed, Json(Text) with { Body = [.. "{\"Encrypt\":\""u8, 0xC3, 0x28, .. "\"}"u8] });
        Refuses(Refusal.Malformed, Sealed($$"""{"Encrypt":"{{SealOf([.. "{\"FromUserName\":\""u8, 0xFF, 0xFE, .. "\"}"u8])}}"}"""));
    }

    [Fact]
    public void A_question_for_the_address_with_a_wrong_signature_is_not_answered() => Refuses(
        Refusal.SignatureWrong,
        RequestBuilder.Get(("signature", "0"), ("timestamp", Timestamp), ("nonce", "1"), ("echostr", "<script>")).At(Now));

    [Fact]
    public void A_question_without_an_echo_is_refused() => Refuses(
        Refusal.Malformed,
        RequestBuilder.Get(("signature", TencentSignature.Of(Token, Timestamp, "1")), ("timestamp", Timestamp), ("nonce", "1")).At(Now));

    private static void Refuses(Refusal expected, RequestBuilder call) => Assert.Equal(expected, Reason(Adapter.Read(call.At(Now).Build(), Account())));

    private static Refusal Reason(Verdict verdict) => Assert.IsType<Verdict.Refused>(verdict).Reason;
}
