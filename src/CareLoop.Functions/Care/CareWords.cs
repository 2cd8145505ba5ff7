using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Care;

/// <summary>Names of what care tasks are about.</summary>
internal static class CareWords
{
    /// <summary>The name of a part under warranty: the handbook's, where it has one for it.</summary>
    public static string NameOfPart(PolicyPack pack, string part, Language language) =>
        pack.Records["warranty"].FirstOrDefault(term => term.Field("subject") == part)?.Name.In(language) ?? Glossary.Term(part, language);
}
