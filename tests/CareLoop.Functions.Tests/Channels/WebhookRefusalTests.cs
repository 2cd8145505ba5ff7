using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.Webhook;
using static CareLoop.Functions.Tests.Channels.WebhookSamples;

namespace CareLoop.Functions.Tests.Channels;

public sealed class WebhookRefusalTests
{
    private static readonly WebhookAdapter Adapter = new();

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public void Other_methods_are_not_used(string method) => Refuses(Refusal.MethodNotUsed, Signed(Message) with { Method = method });

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public void Every_part_of_the_signature_is_required(string header) => Refuses(Refusal.SignatureMissing, Signed(Message).Without(header));

    [Fact]
    public void A_wrong_secret_is_refused() => Refuses(Refusal.SignatureWrong, Signed(Message, SecondSecret));

    [Fact]
    public void Another_id_or_time_than_the_signed_one_is_refused()
    {
        Refuses(Refusal.SignatureWrong, Signed(Message).Header("webhook-id", "msg_2"));
        Refuses(Refusal.SignatureWrong, Signed(Message).Header("webhook-timestamp", $"{Timestamp + 1}"));
    }

    [Fact]
    public void An_altered_body_is_refused() => Refuses(Refusal.SignatureWrong, Signed(Message) with { Body = Encoding.UTF8.GetBytes(Message + " ") });

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1,")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void A_signature_of_another_kind_is_refused(string signature) =>
        Assert.Contains(Reason(Signed(Message).Header("webhook-signature", signature)), new[] { Refusal.SignatureWrong, Refusal.SignatureMissing });

    [Fact]
    public void The_right_signature_behind_a_long_list_of_wrong_ones_is_not_looked_for()
    {
        var good = Signed(Message).Build().Header("webhook-signature");
        Refuses(Refusal.SignatureWrong, Signed(Message).Header("webhook-signature", string.Concat(Enumerable.Repeat("v1,AAAA ", 10)) + good));
    }

    [Theory]
    [InlineData(-301, Refusal.TooOld)]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(301, Refusal.FromTheFuture)]
    public void Old_and_future_time_is_refused_five_minutes_either_way(int offset, Refusal? expected) =>
        Assert.Equal(expected, (Adapter.Read(Signed(Message, timestamp: Timestamp + offset).Build(), Account()) as Verdict.Refused)?.Reason);

    [Fact]
    public void Another_content_type_is_refused() => Refuses(Refusal.Malformed, Signed(Message).Header("Content-Type", "text/plain"));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"specversion\":\"1.0\",\"specversion\":\"1.0\"}")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"\\ud800\"}")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"data\":[]}")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"com.careloop.message.v1\",\"data\":{\"user\":{\"id\":\"1\"},\"photos\":{}}}")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"com.careloop.message.v1\",\"data\":{\"user\":{\"id\":\"1\"},\"photos\":[1]}}")]
    public void A_body_that_is_not_in_the_format_is_refused(string body) => Refuses(Refusal.Malformed, Signed(body));

    [Fact]
    public void Deep_nesting_is_refused() => Refuses(
        Refusal.Malformed, Signed(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)));

    [Fact]
    public void A_megabyte_of_text_is_refused_unread() => Refuses(Refusal.TooLarge, Signed(Message.Replace("沙发开裂", new string('a', 1024 * 1024), StringComparison.Ordinal)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused() => Refuses(Refusal.Malformed, Signed([.. "{\"specversion\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    private static void Refuses(Refusal expected, RequestBuilder call) => Assert.Equal(expected, Reason(call));

    private static Refusal Reason(RequestBuilder call) => Assert.IsType<Verdict.Refused>(Adapter.Read(call.At(Now).Build(), Account())).Reason;
}
