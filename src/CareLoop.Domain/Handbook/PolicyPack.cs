using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook;

/// <summary>An effective handbook (政策包): base, pack, profile and organisation override merged and validated.</summary>
public sealed record PolicyPack
{
    public required PackReference Reference { get; init; }

    public required LocalText DisplayName { get; init; }

    /// <summary>First part of case numbers, such as <c>MALL</c> (COM-INT-10).</summary>
    public required string NumberPrefix { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    public required IntakeRules Intake { get; init; }

    /// <summary>Identifiers of the channels cases may come in by.</summary>
    public required ImmutableArray<string> Channels { get; init; }

    public required ImmutableArray<string> CaseTypes { get; init; }

    public required ImmutableArray<string> Categories { get; init; }

    public required ImmutableArray<string> Severities { get; init; }

    public required ImmutableArray<string> Flags { get; init; }

    /// <summary>The role the router picks the first-asked person from (COM-OWN-01).</summary>
    public string OwnerRole(string channel) => throw new NotImplementedException();

    /// <summary>Whether the organisation is staffed at that instant.</summary>
    public bool IsOpen(DateTimeOffset at) => throw new NotImplementedException();

    /// <summary>The message template of a notice kind; throws when the pack has none.</summary>
    public MessageTemplate Template(string kind) => throw new NotImplementedException();
}

/// <summary>What intake accepts (COM-INT-07, COM-INT-09).</summary>
public sealed record IntakeRules(int MaxPhotos, long MaxPhotoBytes, ImmutableArray<string> PhotoTypes, int MaxTextLength);

/// <summary>A message text with variables in braces; a part in square brackets is left out when a variable in it has no value.</summary>
public sealed record MessageTemplate(string Kind, LocalText Text)
{
    /// <summary>Fills in the variables, named in Chinese in both languages, such as <c>客户</c>.</summary>
    public string Render(IReadOnlyDictionary<string, string> values, Language language) => throw new NotImplementedException();
}
