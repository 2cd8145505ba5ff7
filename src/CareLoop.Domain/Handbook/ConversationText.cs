using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Handbook;

/// <summary>What happens in chats, in Chinese for whoever runs a service centre.</summary>
internal static class ConversationText
{
    public static IEnumerable<string> Of(PolicyPack pack)
    {
        var rules = pack.Conversation;
        yield return $"一件事分几条消息发来的,静默 {rules.Quiet.TotalSeconds} 秒即立案,自第一句话起最多等 {rules.Longest.TotalSeconds} 秒;之后的消息归入未结的工单 {Source(rules.Source)}";
        yield return $"只有图片没有文字的,请客户说明,等 {rules.WordsWait.TotalMinutes} 分钟后转人工";
        foreach (var words in pack.ChatWords)
            yield return $"{words.Name.Zh}({Meaning(words.Means)}):{string.Join('、', words.Keywords)}{Rest(words.Rest)} {Source(words.Source)}";
        foreach (var answer in pack.ChatAnswers)
            yield return $"自动答复({Occasion(answer.Occasion)}{Hours(answer.Hours)}):{answer.Name.Zh} {Source(answer.Source)}";
    }

    private static string Rest(int? rest) => rest switch
    {
        null => "",
        0 => ",仅当消息别无他字",
        _ => $",仅当其余文字不超过 {rest} 字",
    };

    private static string Meaning(ChatMeaning meaning) => meaning switch
    {
        ChatMeaning.Progress => "告知进度,不另立案",
        ChatMeaning.Greeting => "问候,不立案",
        ChatMeaning.Thanks => "致谢,不立案",
        ChatMeaning.Person => "转人工",
        _ => "不再等待,立即立案",
    };

    private static string Occasion(ChatOccasion occasion) => occasion switch
    {
        ChatOccasion.Greeting => "问候",
        ChatOccasion.WordsMissing => "只有图片",
        ChatOccasion.Joined => "归入未结工单",
        ChatOccasion.Progress => "询问进度",
        ChatOccasion.NoCase => "询问进度而无未结工单",
        _ => "要求人工",
    };

    private static string Hours(ChatHours hours) => hours switch
    {
        ChatHours.Open => ",服务时间内",
        ChatHours.Closed => ",非服务时间",
        _ => "",
    };

    private static string Source(Provenance source) => HandbookText.Source(source);
}
