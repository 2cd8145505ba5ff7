using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Channels.DingTalk;
using CareLoop.Functions.Channels.Feishu;
using CareLoop.Functions.Channels.Webhook;
using CareLoop.Functions.Channels.WeChat;
using CareLoop.Functions.Channels.WeCom;

namespace CareLoop.Functions.Tests.Channels;

/// <summary>Whatever an authentic caller writes, an adapter has a verdict: thousands of spoilt messages, well sealed and well signed.</summary>
public sealed class AdapterNeverThrowsTests
{
    private const int Rounds = 2_000;
    private const string FeishuKey = "test key";

    private static readonly string[] Seeds =
    [
        """{"ToUserName":"gh_1","FromUserName":"o-li","CreateTime":1714112440,"MsgType":"text","Content":"沙发\ud83d\ude00","MsgId":1}""",
        "<xml><FromUserName><![CDATA[o-li]]></FromUserName><CreateTime>1714112440</CreateTime><MsgType>image</MsgType><PicUrl>http://a</PicUrl><MediaId>m</MediaId><MsgId>7</MsgId></xml>",
        WebhookSamples.Message,
        """{"msgtype":"richText","content":{"richText":[{"type":"picture","downloadCode":"d"},{"text":"门"}]},"msgId":"m1","createAt":1577262236000,"senderStaffId":"0326","robotCode":"ding1"}""",
        """{"schema":"2.0","header":{"event_id":"e","event_type":"im.message.receive_v1","token":"AAAAA","app_id":"wxba5fad812f8e6fb9"},"event":{"sender":{"sender_id":{"open_id":"ou"}},"message":{"message_id":"om","create_time":"1714112440123","chat_id":"oc","chat_type":"p2p","message_type":"post","content":"{\"title\":\"a\",\"content\":[[{\"tag\":\"img\",\"image_key\":\"i\"}]]}"}}}""",
        """{"uuid":"u","token":"AAAAA","ts":"1714112440.5","type":"event_callback","event":{"type":"message","app_id":"wxba5fad812f8e6fb9","open_id":"ou","msg_type":"text","text":"a"}}""",
    ];

    public static TheoryData<string> Platforms => [.. Calls.Keys];

    private static readonly Dictionary<string, (IChannelAdapter Adapter, ChannelAccount Account, Func<byte[], RequestBuilder> Call)> Calls = new()
    {
        ["wechat"] = (new WeChatAdapter(), WeChatSamples.Account(), message => WeChatSamples.Sealed($$"""{"Encrypt":"{{WeChatSamples.SealOf(message)}}"}""")),
        ["wecom"] = (new WeComAdapter(), WeChatSamples.Account(), message => WeChatSamples.Sealed($$"""{"Encrypt":"{{WeChatSamples.SealOf(message)}}"}""")),
        ["webhook"] = (new WebhookAdapter(), WebhookSamples.Account(), message => WebhookSamples.Signed(message)),
        ["dingtalk"] = (new DingTalkAdapter(), WeChatSamples.Account() with { AppId = "ding1" }, message => new RequestBuilder("POST", message)
            .Header("timestamp", "1714112446000")
            .Header("sign", DingTalkAdapter.Sign(WeChatSamples.Token, "1714112446000"))
            .At(WeChatSamples.Now)),
        ["feishu"] = (new FeishuAdapter(), WeChatSamples.Account() with { EncodingKeys = [FeishuKey] }, Feishu),
    };

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Every_spoilt_message_gets_a_verdict(string platform)
    {
        var (adapter, account, call) = Calls[platform];
        Random random = new(20260304);
        HashSet<Type> verdicts = [];
        for (var round = 0; round < Rounds; round++)
        {
            var message = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]);
            for (var change = random.Next(4); change > 0; change--)
            {
                message = Spoil(message, random);
            }

            verdicts.Add(adapter.Read(call(message).Build(), account).GetType());
        }

        Assert.Contains(typeof(Verdict.Refused), verdicts);
        Assert.Contains(typeof(Verdict.Received), verdicts);
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public void No_message_that_was_changed_under_way_is_taken(string platform)
    {
        // DingTalk signs the time alone: that its bodies can be changed is what its documentation warns of.
        var (adapter, account, call) = Calls[platform];
        Random random = new(20260305);
        foreach (var seed in Seeds)
        {
            var sent = call(Encoding.UTF8.GetBytes(seed));
            for (var round = 0; round < Rounds / 20; round++)
            {
                var changed = Spoil(sent.Body, random);
                if (platform != "dingtalk" && !changed.AsSpan().SequenceEqual(sent.Body))
                {
                    Assert.IsType<Verdict.Refused>(adapter.Read((sent with { Body = changed }).Build(), account));
                }
            }
        }
    }

    private static RequestBuilder Feishu(byte[] message)
    {
        var body = new JsonObject { ["encrypt"] = FeishuCipher.Seal(message, FeishuKey, new byte[16]) }.ToJsonString();
        return RequestBuilder.Post(body)
            .Header("X-Lark-Request-Timestamp", WeChatSamples.Timestamp)
            .Header("X-Lark-Request-Nonce", "1")
            .Header("X-Lark-Signature", FeishuAdapter.Sign(FeishuKey, WeChatSamples.Timestamp, "1", Encoding.UTF8.GetBytes(body)))
            .At(WeChatSamples.Now);
    }

    /// <summary>A byte changed, a stretch lost, doubled, or replaced by something that parsers mind.</summary>
    private static byte[] Spoil(byte[] bytes, Random random)
    {
        var (at, length) = (random.Next(bytes.Length), random.Next(1, 8));
        var rest = bytes[Math.Min(bytes.Length, at + length)..];
        byte[] changed = random.Next(5) switch
        {
            0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. rest],
            2 => [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + length)], .. bytes[at..]],
            3 => [.. bytes[..at], .. "\\ud800"u8, .. rest],
            _ => [.. bytes[..at], .. Words[random.Next(Words.Length)], .. rest],
        };
        return changed.Length == 0 ? [0] : changed;
    }

    private static readonly byte[][] Words = [.. new[] { "null", "{}", "[]", "-1", "1e999", "\"\"", "&#0;", "]]>", "<a>", "9999999999999999999" }.Select(Encoding.UTF8.GetBytes)];
}
