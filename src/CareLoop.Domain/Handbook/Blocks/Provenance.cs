using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>Where a value comes from: shown wherever a limit is shown.</summary>
/// <param name="RuleIds">Rules of the handbook, such as <c>MALL-SLA-01</c>.</param>
/// <param name="Origin"><c>S</c> handbook, <c>H</c> heading only, <c>P</c> public law, <c>I</c> default to be confirmed.</param>
/// <param name="Reason">Why it differs from the reference value, where it does.</param>
public sealed record Provenance(ImmutableArray<string> RuleIds, string Origin, string? Reason = null)
{
    /// <summary>The rule a deadline or message is filed under.</summary>
    public string RuleId => RuleIds.IsEmpty ? "" : RuleIds[0];

    /// <summary>Shown to users as 「默认值,待确认」.</summary>
    public bool NeedsConfirmation => Origin is "I" or "P";
}

/// <summary>Anything in a handbook that has an id.</summary>
public interface IPackObject
{
    string Id { get; }

    LocalText Name { get; }

    Provenance Source { get; }
}

/// <summary>An object that is only a name: categories, severities, flags.</summary>
public sealed record NamedObject(string Id, LocalText Name, Provenance Source) : IPackObject;
