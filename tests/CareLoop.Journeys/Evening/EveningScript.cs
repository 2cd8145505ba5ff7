using System.Globalization;

namespace CareLoop.Journeys.Evening;

/// <summary>One message of the evening.</summary>
/// <param name="Number">Its number in the script.</param>
/// <param name="Written">The tick in which it is written.</param>
/// <param name="Sent">The tick in which it is first sent: later than written for what comes out of order.</param>
/// <param name="Again">The tick in which it is sent a second time although it was acknowledged, or null.</param>
/// <param name="Text">Its words; null for a photo.</param>
/// <param name="Photo">Name of the photo; null for words.</param>
internal sealed record EveningMessage(int Number, int Channel, string User, int Written, int Sent, int? Again, string? Text, string? Photo);

/// <summary>What everybody writes, made up from a seed.</summary>
internal static class EveningScript
{
    public const int Ticks = 48;

    private static readonly string[] Stories =
        ["沙发坐着响", "桌面裂了一条缝", "衣柜门关不上", "床头柜抽屉坏了", "地板翘起来了", "发票一直没有开", "送货时把墙面刮花了", "插座冒烟了", "商户说话很难听", "我要退货"];

    private static readonly string[] SmallTalk = ["你好", "在吗?", "谢谢", "好的", "进度", "怎么样了?", "转人工"];
    private static readonly string[] Photos = ["sofa-1", "sofa-2", "sofa-3", "new-1", "new-2", "check-1", "check-2"];

    /// <param name="again">Share of messages that are sent twice.</param>
    /// <param name="late">Share that comes out of order.</param>
    public static List<EveningMessage> Write(Random random, int customers, int messages, int channels, double again, double late)
    {
        List<EveningMessage> script = [];
        var photos = new int[customers];
        while (script.Count < messages)
        {
            // Everybody writes something; who writes again is chance. A story is one to four messages of one moment.
            var customer = script.Count < customers ? script.Count : random.Next(customers);
            var tick = random.Next(Ticks - 2);
            for (var piece = script.Count < customers ? 1 : 1 + random.Next(4); piece > 0 && script.Count < messages; piece--)
            {
                var isPhoto = photos[customer] < Photos.Length && random.NextDouble() < 0.25;
                var text = isPhoto ? null
                    : random.NextDouble() < 0.2 ? SmallTalk[random.Next(SmallTalk.Length)]
                    : $"{Stories[random.Next(Stories.Length)]},第{Number(script.Count)}条";
                var sent = random.NextDouble() < late ? tick + 1 : tick;
                script.Add(new EveningMessage(
                    script.Count,
                    customer % channels,
                    $"customer-{customer}",
                    tick,
                    sent,
                    random.NextDouble() < again ? sent + random.Next(2) : null,
                    text,
                    isPhoto ? Photos[photos[customer]++] : null));
            }
        }

        return script;
    }

    /// <summary>A number that no rule takes for a phone number.</summary>
    private static string Number(int number) => string.Concat(number.ToString("D4", CultureInfo.InvariantCulture).Select(digit => "零一二三四五六七八九"[digit - '0']));
}
