using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.WeChat;
using static CareLoop.Functions.Tests.Channels.WeChatSamples;

namespace CareLoop.Functions.Tests.Channels;

public sealed class WeChatAdapterTests
{
    private static readonly WeChatAdapter Adapter = new();

    [Fact]
    public void W1_the_platforms_question_for_the_address_is_answered_with_the_echo_alone()
    {
        var answered = Assert.IsType<Verdict.Answered>(Adapter.Read(Echo(), Account()));

        Assert.Equal((200, "text/plain", "4375120948345356249"), (answered.Answer.Status, answered.Answer.ContentType, answered.Answer.Content));
        Assert.Equal("4375120948345356249"u8.ToArray(), answered.Answer.ToBytes());
    }

    [Fact]
    public void W3_a_sealed_event_is_opened_and_acknowledged()
    {
        var received = Assert.IsType<Verdict.Received>(Adapter.Read(PublishedPush().Build(), Account()));

        var push = Assert.Single(received.Pushes);
        Assert.Equal((PushKind.Unknown, "debug_demo", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"), (push.Kind, push.PlatformKind, push.User));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1714112445), push.SentAt);
        Assert.Equal("success", received.Answer.Content);
    }

    [Theory]
    [InlineData(nameof(Json))]
    [InlineData(nameof(Xml))]
    public void A_text_is_read_from_both_formats(string format)
    {
        var push = Read(format == nameof(Json)
            ? Json("""{"ToUserName":"gh_1","FromUserName":"o-li","CreateTime":1714112440,"MsgType":"text","Content":"沙发开裂 <b> & 😀","MsgId":"49d72d67_1555684067"}""")
            : Xml("<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o-li]]></FromUserName><CreateTime>1714112440</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[沙发开裂 <b> & 😀]]></Content><MsgId>49d72d67_1555684067</MsgId></xml>"));

        Assert.Equal(
            (PushKind.Text, "沙发开裂 <b> & 😀", "o-li", "49d72d67_1555684067", "text"),
            (push.Kind, push.Text, push.User, push.DedupeKey, push.PlatformKind));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1714112440), push.SentAt);
    }

    [Fact]
    public void A_message_id_beyond_64_bits_keeps_all_its_digits() =>
        Assert.Equal("123456789012345678901234567890", Read(Json("""{"FromUserName":"o-li","CreateTime":1,"MsgType":"text","Content":"a","MsgId":123456789012345678901234567890}""")).DedupeKey);

    [Fact]
    public void An_image_names_what_to_fetch()
    {
        var push = Read(Json("""{"FromUserName":"o-li","CreateTime":1714112440,"MsgType":"image","PicUrl":"http://mmbiz.qpic.cn/1","MediaId":"media-1","MsgId":7}"""));

        Assert.Equal((PushKind.Image, new ChannelMedia("media-1", "http://mmbiz.qpic.cn/1")), (push.Kind, push.Media));
    }

    [Fact]
    public void A_card_of_the_mini_program_tells_its_title_and_page()
    {
        var push = Read(Json("""{"FromUserName":"o-li","CreateTime":1714112440,"MsgType":"miniprogrampage","Title":"订单 8801","AppId":"wx1","PagePath":"pages/order?id=8801","ThumbUrl":"http://x","ThumbMediaId":"t","MsgId":8}"""));

        Assert.Equal((PushKind.Card, "订单 8801", "pages/order?id=8801"), (push.Kind, push.Text, push.Subject));
    }

    [Fact]
    public void Entering_the_chat_is_a_session_and_two_events_of_one_second_stay_two()
    {
        var entered = Read(Xml("<xml><FromUserName>o-li</FromUserName><CreateTime>1714112440</CreateTime><MsgType>event</MsgType><Event>user_enter_tempsession</Event><SessionFrom>order-8801</SessionFrom></xml>"));
        var other = Read(Xml("<xml><FromUserName>o-li</FromUserName><CreateTime>1714112440</CreateTime><MsgType>event</MsgType><Event>CLICK</Event><EventKey>help</EventKey></xml>"));

        Assert.Equal((PushKind.Session, "user_enter_tempsession", "order-8801"), (entered.Kind, entered.PlatformKind, entered.Subject));
        Assert.Equal(PushKind.Unknown, other.Kind);
        Assert.NotEqual(entered.DedupeKey, other.DedupeKey);
    }

    [Fact]
    public void A_push_that_is_sent_again_has_the_key_it_had()
    {
        const string Content = """{"FromUserName":"o-li","CreateTime":1714112440,"MsgType":"event","Event":"user_enter_tempsession"}""";
        Assert.Equal(Read(Json(Content)).DedupeKey, Read(Sealed(Envelope(Content), nonce: "another")).DedupeKey);
    }

    [Fact]
    public void Both_live_tokens_and_keys_are_accepted_while_they_are_rotated()
    {
        var push = Json("""{"FromUserName":"o-li","CreateTime":1714112440,"MsgType":"text","Content":"a","MsgId":1}""");
        var account = Account() with { Secrets = ["new-token", Token], EncodingKeys = [new string('B', 43), Key] };

        Assert.IsType<Verdict.Received>(Adapter.Read(push.Build(), account));
        Assert.IsType<Verdict.Answered>(Adapter.Read(Echo(), account));
    }

    [Fact]
    public void In_compatible_mode_only_the_sealed_message_counts()
    {
        var sealedText = SealOf("""{"FromUserName":"o-li","CreateTime":1714112440,"MsgType":"text","Content":"true","MsgId":1}""");
        var push = Read(Sealed($$"""{"FromUserName":"o-evil","MsgType":"text","Content":"false","MsgId":2,"Encrypt":"{{sealedText}}"}"""));

        Assert.Equal(("o-li", "true"), (push.User, push.Text));
    }

    [Fact]
    public void What_the_account_lacks_is_named_at_the_start()
    {
        Assert.Empty(Adapter.Check(Account()));
        Assert.Equal(2, Adapter.Check(Account() with { AppId = null, EncodingKeys = [] }).Count());
        Assert.Single(Adapter.Check(Account() with { EncodingKeys = [Key, Key[..42]] }));
    }

    private static ChannelPush Read(RequestBuilder call) =>
        Assert.Single(Assert.IsType<Verdict.Received>(Adapter.Read(call.Build(), Account())).Pushes);
}
