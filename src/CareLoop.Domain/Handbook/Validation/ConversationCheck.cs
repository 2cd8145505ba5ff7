using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-20: a chat waits long enough for a story and no longer than its first reply allows, and no answer is ambiguous.</summary>
internal static class ConversationCheck
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static IEnumerable<HandbookError> Find(PackDraft draft) => Times(draft).Concat(Words(draft)).Concat(Answers(draft));

    private static IEnumerable<HandbookError> Times(PackDraft draft)
    {
        var rules = draft.Pack.Conversation;
        if (rules.Quiet <= TimeSpan.Zero || rules.WordsWait <= TimeSpan.Zero || rules.AnswerAgainAfter <= TimeSpan.Zero)
            yield return Error("A time of 'conversation' is not above zero.", "Write positive numbers.");
        if (rules.Longest < rules.Quiet)
            yield return Error($"'longestSeconds: {rules.Longest.TotalSeconds}' is shorter than 'quietSeconds: {rules.Quiet.TotalSeconds}'.", "Let longestSeconds be at least quietSeconds.");
        // A registration that waits is a registration refused for a while (COM-INT-02).
        if (rules.Longest > Hour)
            yield return Error($"'longestSeconds: {rules.Longest.TotalSeconds}' keeps a matter unregistered for more than an hour.", "Wait a minute or two; later pieces join the open case anyway.");

        HandbookError Error(string message, string remedy) => draft.Error("V-20", "conversation", null, null, message, remedy);
    }

    private static IEnumerable<HandbookError> Words(PackDraft draft)
    {
        foreach (var words in draft.Pack.ChatWords)
        {
            if (words.Keywords.IsEmpty)
                yield return draft.Error("V-20", "chatWords", words.Id, "when", $"'{words.Id}' has no words.", "Add when: { keywords: [...] }.");
            if (words.Rest < 0)
                yield return draft.Error("V-20", "chatWords", words.Id, "rest", $"'rest: {words.Rest}' is below zero.", "Write how many letters a message may hold besides the words, or delete it.");
            // Whole matters would vanish behind a greeting.
            if (words is { Rest: null, Means: ChatMeaning.Greeting or ChatMeaning.Thanks or ChatMeaning.Progress })
                yield return draft.Error("V-20", "chatWords", words.Id, "means", $"'{words.Id}' would swallow every message that holds one of its words.", "Add rest: with the letters a message may hold besides them, such as 0.");
        }
    }

    private static IEnumerable<HandbookError> Answers(PackDraft draft)
    {
        var answers = draft.Pack.ChatAnswers;
        var templates = draft.Pack.Templates.Select(t => t.Id).ToList();
        foreach (var answer in answers)
        {
            if (!templates.Contains(answer.Template))
            {
                var near = Reading.Spelling.Nearest(answer.Template, templates);
                yield return draft.Error("V-01", "chatAnswers", answer.Id, "template", $"chatAnswers/{answer.Id} names '{answer.Template}', which does not exist.", near is null ? "Add it to notifications." : $"Did you mean '{near}'?");
            }

            if (answers.FirstOrDefault(other => other.Id != answer.Id && Overlap(other, answer)) is { } twin && string.CompareOrdinal(twin.Id, answer.Id) < 0)
                yield return draft.Error("V-20", "chatAnswers", answer.Id, "occasion", $"'{twin.Id}' and '{answer.Id}' answer the same occasion at the same hours.", "Keep one, or give them different hours: Open and Closed.");
        }
    }

    private static bool Overlap(ChatAnswer one, ChatAnswer other) =>
        one.Occasion == other.Occasion && (one.Hours == other.Hours || one.Hours == ChatHours.Any || other.Hours == ChatHours.Any);
}
