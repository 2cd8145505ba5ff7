using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>Which test names a rule, or why none does.</summary>
internal static partial class Coverage
{
    /// <summary>Reasons for rules that are no object of a pack, by the longest matching beginning of the id.</summary>
    private static readonly (string Prefix, string Reason)[] Reasons =
    [
        ("COM-INT-01", "human duty: that every contact is recorded"),
        ("COM-INT-03", "human duty: wording of the first reply; templates carry it"),
        ("COM-INT", "intake and channels of the function app"),
        ("COM-PHONE", "human duty or telephone system; scripts are texts"),
        ("COM-CHAT", "human duty: wording; templates carry it"),
        ("COM-OWN-05", "human duty: passing matters to the back office"),
        ("MALL-ESC-04", "not in the seed: a reception log is a form of the function app"),
        ("COM-PROC", "human duty: manner of handling"),
        ("COM-HO", "shift handover of the function app"),
        ("COM-LOG", "duty records of the function app"),
        ("COM-ARC", "retention and filing of the function app"),
        ("COM-PRIV", "access and privacy of the function app"),
        ("COM-DATA", "forms of the function app"),
        ("COM-SAT", "reports of the function app"),
        ("COM-REP", "reports of the function app"),
        ("COM-KPI", "figures of the function app"),
        ("COM-FU", "follow-up by several channels: modes of RecordFollowUp"),
        ("PUB", "public law: background of other rules"),
    ];

    private static readonly (string Suffix, string Reason)[] Subjects =
    [
        ("-KPI-", "figures of the function app"), ("-REP-", "reports of the function app"), ("-MER-", "merchant register of the function app"),
        ("-REC-", "records of the function app"), ("-PT-", "ledgers outside the case"), ("-QA-", "quality samples: duty of people"),
        ("-DATA-", "data duties of people"), ("-BD-", "birthday care of the function app"), ("-PEN-", "penalty proposals of the function app"),
        ("-SHIFT-", "rosters of the function app"), ("-INFO-", "information to customers: duty of people"), ("-INST-", "work on site: duty of people"),
        ("-RET-", "returns: duty of people beside the case"), ("-ORD-", "order system"), ("-PM-", "project management: duty of people"),
        ("-PROC-", "human duty: manner of handling"), ("-ESC-", "organisation chart behind the ladders"), ("-CLS-", "definition used at classification"),
        ("-SLA-", "heading without content, or the same limit under another id"), ("-AC-", "finance outside the case"), ("-OWN-", "human duty: ownership"),
        ("-SAT-", "surveys of the function app"), ("-PRIV-", "privacy of the function app"), ("-CHAT-", "chat client: duty of people"),
        ("-DAY-", "duty records of the function app"), ("-MEM-", "care plans of the function app"), ("-SUG-", "review of suggestions: duty of people"),
        ("-SVC-", "duty of people"), ("-FEE-", "fee collection outside the case"), ("-ARC-", "files outside the case"), ("-COM-", "activities: duty of people"),
        ("-CS-", "organisation of the service department"), ("-FU-", "care plans of the function app"), ("-NR-", "conditions checked by people"),
    ];

    public static IEnumerable<string> RulesNamedIn(string test)
    {
        foreach (Match match in RuleInName().Matches(test))
        {
            if (match.Groups[4].Success)
            {
                yield return $"PUB-{match.Groups[5].Value}";
                continue;
            }

            var prefix = match.Groups[1].Value.Replace('_', '-');
            yield return $"{prefix}-{match.Groups[2].Value}";
            // COM_PROC_07_and_08 names both, COM_TIME_02_to_10 all between.
            foreach (Capture more in match.Groups[3].Captures)
            {
                var range = test[..more.Index].EndsWith("_to_", StringComparison.Ordinal);
                var last = int.Parse(more.Value, System.Globalization.CultureInfo.InvariantCulture);
                var first = range ? int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture) + 1 : last;
                for (var number = first; number <= last; number++)
                    yield return $"{prefix}-{number:00}";
            }
        }
    }

    public static string Document(IEnumerable<string> rules, IEnumerable<string> tests, IEnumerable<PolicyPack> packs)
    {
        var named = tests.SelectMany(t => RulesNamedIn(t).Select(r => (Rule: r, Test: t))).ToLookup(x => x.Rule, x => x.Test);
        var carried = packs.SelectMany(Objects).ToLookup(x => x.Rule, x => x.Block);
        var text = new StringBuilder();
        var all = rules.Order(StringComparer.Ordinal).ToImmutableArray();
        text.Append("# Handbook coverage\n\nGenerated from the tests and the shipped packs; a test fails when it is stale. ");
        text.Append($"{all.Length} rules: {all.Count(r => named[r].Any())} named by a test, {all.Count(r => !named[r].Any() && carried[r].Any())} carried as pack data, ");
        text.Append($"{all.Count(r => !named[r].Any() && !carried[r].Any())} with another reason.\n\n| Rule | Tests | Otherwise |\n|---|---|---|\n");
        foreach (var rule in all)
        {
            var names = named[rule].Distinct().Take(3).Select(t => $"`{t}`").ToList();
            text.Append($"| {rule} | {string.Join("<br>", names)} | {(names.Count > 0 ? "" : Reason(rule, carried[rule]))} |\n");
        }

        return text.ToString();
    }

    private static string Reason(string rule, IEnumerable<string> blocks)
    {
        var list = blocks.Distinct().Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
            return $"pack data ({string.Join(", ", list)})";
        var reason = Reasons.Where(r => rule.StartsWith(r.Prefix, StringComparison.Ordinal)).OrderByDescending(r => r.Prefix.Length).Select(r => r.Reason).FirstOrDefault()
            ?? Subjects.Where(s => rule.Contains(s.Suffix, StringComparison.Ordinal)).Select(s => s.Reason).FirstOrDefault();
        return reason ?? (rule.Count(c => c == '-') == 2 ? "duty of people outside the case" : "?");
    }

    private static IEnumerable<(string Rule, string Block)> Objects(PolicyPack pack)
    {
        IEnumerable<(string Block, IEnumerable<IPackObject> Objects)> blocks =
        [
            ("channels", pack.ChannelRules), ("caseTypes", pack.TypeRules), ("categories", pack.CategoryRules), ("flags", pack.FlagNames),
            ("severityRules", pack.SeverityRules), ("solutionKinds", pack.SolutionKinds), ("slas", pack.Slas), ("ladders", pack.Ladders),
            ("gates", pack.Gates), ("checkLists", pack.CheckLists), ("approvals", pack.Approvals), ("followUpPlans", pack.FollowUpPlans), ("roles", pack.Roles), ("notifications", pack.Templates),
            .. pack.Records.Select(r => (r.Key, r.Value.Cast<IPackObject>())),
        ];
        return blocks.SelectMany(b => b.Objects.SelectMany(o => o.Source.RuleIds.Select(r => (r, b.Block))));
    }

    [GeneratedRegex("((?:COM|MALL|EDU|PROP|ECOM|RET|TOB|NET|PROJ|CTR|DEV)_[A-Z]+)_(\\d\\d)(?:_(?:and|to)_(\\d\\d))*|(PUB)_(\\d\\d)")]
    private static partial Regex RuleInName();
}
