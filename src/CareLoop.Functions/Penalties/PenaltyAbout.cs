using System.Globalization;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Penalties;

/// <summary>What a notice about a proposal is about, in codes; names and words come in when its recipient reads it.</summary>
public sealed record PenaltyAbout(string Rule, string Person, string Month, DateTimeOffset DecideBy)
{
    private const char Separator = '|';

    public static PenaltyAbout Read(string text) => text.Split(Separator) is [var rule, var person, var month, var by]
        ? new(rule, person, month, DateTimeOffset.Parse(by, CultureInfo.InvariantCulture))
        : throw new FormatException("A notice about a penalty proposal does not say which.");

    public string Write() => string.Join(Separator, Rule, Person, Month, DecideBy.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Who, by which rule, and what is proposed: in the handbook's words.</summary>
    public string InWords(PolicyPack pack, DirectorySnapshot people, Language language)
    {
        var rule = PenaltyBook.Find(pack, Rule);
        var (name, kind) = (rule.Name.In(language), Glossary.Term(rule.Kind.ToString(), language));
        return language == Language.English ? $"{people.NameOf(Person)}, {name}, {Month}: {kind}" : $"{people.NameOf(Person)},{name},{Month}:{kind}";
    }

    public string Until() => ChinaTime.Local(DecideBy).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
