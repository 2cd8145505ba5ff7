using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Handbook;

/// <summary>What the severity rules of a pack suggest for a contact; a person confirms at classification (COM-ESC-04).</summary>
/// <param name="Severity">The severity of the first rule that names one, or null.</param>
/// <param name="Flags">Flags, in the order of the rules.</param>
/// <param name="Rules">Ids of the rules that matched, for whoever asks why.</param>
public sealed record Suggestion(string? Severity, ImmutableArray<string> Flags, ImmutableArray<string> Rules)
{
    private const string CategoryField = "category";
    private const string CounterpartyStatusField = "merchant.status";

    public static Suggestion None { get; } = new(null, [], []);

    /// <summary>Somebody may have to go at once (紧急); packs without emergency work have no such flag.</summary>
    public bool IsUrgent => Flags.Contains(CaseFlags.Emergency);

    /// <summary>Reads a customer's words, and codes known with them, by the keyword lists and fields of the pack.</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="text">The customer's words.</param>
    /// <param name="category">Category of the pack, once somebody has set it.</param>
    /// <param name="counterpartyStatus">Status of the merchant in the directory, such as <c>Left</c> (MALL-AC-06).</param>
    public static Suggestion For(PolicyPack pack, string? text, string? category = null, string? counterpartyStatus = null)
    {
        var wording = Wording.Of(text);
        return Of(pack.SeverityRules.Where(rule =>
            rule.When.Keywords.Any(wording.Contain)
            || (rule.When.Field is { } field && rule.When.EqualTo is { } value && value == ValueOf(field))));

        string? ValueOf(string field) => field switch
        {
            CategoryField => category,
            CounterpartyStatusField => counterpartyStatus,
            _ => null,
        };
    }

    /// <summary>The same customer had a case about the same subject lately (COM-ESC-03).</summary>
    public static Suggestion ForRepeated(PolicyPack pack) => Of(pack.SeverityRules.Where(rule => rule.When.RepeatWithinDays is not null));

    /// <summary>One customer of several who complain of the same counterparty (MALL-CLS-02).</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="receivedAt">When this complaint was received.</param>
    /// <param name="complaints">Complaints about the counterparty, this one among them.</param>
    public static Suggestion ForGroup(PolicyPack pack, DateTimeOffset receivedAt, IReadOnlyCollection<CounterpartyComplaint> complaints) =>
        Of(pack.SeverityRules.Where(rule => rule.When.Group is { } group && complaints
            .Where(c => c.ReceivedAt <= receivedAt && receivedAt <= c.ReceivedAt.AddDays(group.Days))
            .Select(c => c.CustomerKey)
            .Distinct(StringComparer.Ordinal)
            .Count() >= group.Customers));

    /// <summary>How far back complaints about a counterparty matter, or null where no rule asks.</summary>
    public static TimeSpan? GroupWindow(PolicyPack pack) =>
        pack.SeverityRules.Max(rule => rule.When.Group is { } group ? TimeSpan.FromDays(group.Days) : (TimeSpan?)null);

    private static Suggestion Of(IEnumerable<SeverityRule> matching)
    {
        ImmutableArray<SeverityRule> rules = [.. matching];
        return new(
            rules.Select(rule => rule.Severity).FirstOrDefault(severity => severity is not null),
            [.. rules.SelectMany(rule => rule.Flags).Distinct()],
            [.. rules.Select(rule => rule.Id)]);
    }
}
