using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook;

/// <summary>
/// A message text (通知模板) with variables in braces. A part in square brackets is left out when a variable in it has no value,
/// so one text serves cases with and without an owner.
/// </summary>
/// <param name="Id">Notice kind, such as <c>case.registered</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Text">The text in both languages; variables have their Chinese names in both.</param>
/// <param name="Marketing">Commercial: only with the customer's consent (COM-PRIV-05).</param>
/// <param name="MaxLength">Longest filled-in text the channel's field takes, or null.</param>
/// <param name="Source">Where it comes from.</param>
public sealed partial record MessageTemplate(string Id, LocalText Name, LocalText Text, bool Marketing, int? MaxLength, Provenance Source) : IPackObject
{
    /// <summary>The variables of policy-packs section 4; a text may use no others.</summary>
    public static IReadOnlySet<string> KnownVariables { get; } = new HashSet<string>
    {
        "客户", "工单编号", "责任人", "电话", "时限", "承诺时间", "商户", "金额", "结果", "组织", "营业时间", "链接", "工程师", "到达时间", "进度",
    };

    /// <summary>The fields of the WeChat subscription message (订阅消息) that carries this notice; empty when none does.</summary>
    public ImmutableArray<SubscriptionField> Subscription { get; init; } = [];

    /// <summary>Variables the text names.</summary>
    public IReadOnlySet<string> Variables => VariablesOf(Text.Zh + Text.En);

    /// <summary>Variables outside square brackets: without a value for each of them the text cannot be filled in.</summary>
    public IReadOnlySet<string> Required => Variable().Matches(Optional().Replace(Text.Zh + Text.En, "")).Select(m => m.Groups[1].Value).ToHashSet();

    /// <summary>Fills in the variables, named in Chinese in both languages, such as <c>客户</c>.</summary>
    /// <exception cref="ArgumentException">A variable outside square brackets has no value.</exception>
    public string Render(IReadOnlyDictionary<string, string> values, Language language)
    {
        var text = WithoutGaps(Text.In(language), values);
        return Replace(text, name => HasValue(values, name)
            ? values[name]
            : throw new ArgumentException($"Template '{Id}' needs a value for '{name}'.", nameof(values)));
    }

    /// <summary>Variables that a text with braces names.</summary>
    public static IReadOnlySet<string> VariablesOf(string text) => Variable().Matches(text).Select(m => m.Groups[1].Value).ToHashSet();

    /// <summary>A text without the parts in square brackets that have no value.</summary>
    internal static string WithoutGaps(string text, IReadOnlyDictionary<string, string> values) => Optional().Replace(text, part =>
        Variable().Matches(part.Value).All(v => HasValue(values, v.Groups[1].Value)) ? part.Groups[1].Value : "");

    /// <summary>Replaces the variables of a text.</summary>
    internal static string Replace(string text, Func<string, string> valueOf) => Variable().Replace(text, variable =>
    {
        var value = valueOf(variable.Groups[1].Value);
        var next = variable.Index + variable.Length;
        // Words that people wrote end as sentences do; inside a sentence of ours the full stop is ours.
        return next < text.Length && char.IsPunctuation(text[next]) ? value.TrimEnd('。', '.', '，', ',', '；', ';') : value;
    });

    private static bool HasValue(IReadOnlyDictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var value) && value.Length > 0;

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\[([^\[\]]*)\]")]
    private static partial Regex Optional();
}
