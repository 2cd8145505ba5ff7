using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Notifications;

/// <summary>What a notice says: the handbook's template, and what is filled in. A gap is shown as one, because a message must go out whatever a handbook writes.</summary>
public sealed record NoticeWords(MessageTemplate Template, IReadOnlyDictionary<string, string> Values)
{
    private const string Gap = "—";

    public string In(Language language) => Template.Render(
        Template.Required.Where(name => !Values.ContainsKey(name)).Select(name => KeyValuePair.Create(name, Gap)).Concat(Values).ToDictionary(), language);
}
