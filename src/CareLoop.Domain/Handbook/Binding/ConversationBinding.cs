using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>What happens in chats before there is a case.</summary>
internal static class ConversationBinding
{
    public static ConversationRules Rules(NodeReader root)
    {
        if (root.Object("conversation") is not { } node)
        {
            root.Report(root.Place, "'conversation' is missing.", "Extend base, which has it.");
            return new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), new([], "I"));
        }

        var rules = new ConversationRules(
            TimeSpan.FromSeconds(node.Int("quietSeconds")),
            TimeSpan.FromSeconds(node.Int("longestSeconds")),
            TimeSpan.FromMinutes(node.Int("wordsWaitMinutes")),
            TimeSpan.FromMinutes(node.Int("answerAgainMinutes")),
            node.Source());
        node.Done();
        return rules;
    }

    public static ChatWords Words(NodeReader node)
    {
        var when = node.Object("when");
        var words = new ChatWords(
            node.Text("id"),
            node.Local("name"),
            node.Choice<ChatMeaning>("means"),
            when?.Texts("keywords") ?? [],
            node.Has("rest") ? node.Int("rest") : null,
            node.Source());
        _ = node.OptionalText("rest");
        when?.Done();
        return words;
    }

    public static ChatAnswer Answer(NodeReader node) => new(
        node.Text("id"),
        node.Local("name"),
        node.Choice<ChatOccasion>("occasion"),
        node.Has("hours") ? node.Choice<ChatHours>("hours") : ChatHours.Any,
        node.Text("template"),
        node.Source());
}
