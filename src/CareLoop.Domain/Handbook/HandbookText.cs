using System.Globalization;
using System.Text;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook;

/// <summary>A handbook as Chinese text that a service-centre manager can check.</summary>
public static class HandbookText
{
    /// <summary>Stages, limits, ladders, approvals and follow-ups of one case type, and what goes on at the site whatever the type.</summary>
    /// <exception cref="KeyNotFoundException">The pack has no such type.</exception>
    public static string Explain(PolicyPack pack, string type)
    {
        var rule = pack.Type(type);
        var text = new StringBuilder();
        text.AppendLine($"{pack.DisplayName.Zh} {pack.Reference.Version} · {rule.Name.Zh}({rule.Id})");
        text.AppendLine($"来源 {Source(rule.Source)}");
        Section(text, "基本要求", Requirements(pack, rule));
        Section(text, "办理阶段", StagesOf(pack, rule));
        Section(text, "关卡", pack.Gates.Where(g => g.Types.IsEmpty || g.Types.Contains(type)).Select(g => GateLine(pack, g)));
        Section(text, "时限", pack.Slas.Where(s => s.Types.IsEmpty || s.Types.Contains(type)).Select(s => Limit(pack, s)));
        Section(text, "超时与上报", pack.Ladders.Select(l => LadderLine(pack, l)));
        Section(text, "审批", pack.Approvals.Where(a => a.Types.IsEmpty || a.Types.Contains(type)).Select(a => ApprovalLine(pack, a)));
        Section(text, "扣罚建议", PenaltyBook.Of(pack).Where(r => r.Types.IsEmpty || r.Types.Contains(type)).Select(r => PenaltyLine(pack, r)));
        Section(text, "对话", ConversationText.Of(pack));
        Section(text, "例行任务(全店)", DutyText.Of(pack));
        Section(text, "回访", rule.FollowUpPlan is { } plan ? [FollowUp(pack, pack.Plan(plan))] : []);
        return text.ToString();
    }

    /// <summary>Findings of a validation, one a line, with a closing count.</summary>
    public static string Describe(IReadOnlyCollection<HandbookError> findings)
    {
        var text = new StringBuilder();
        foreach (var finding in findings)
            text.AppendLine(finding.ToString());
        var errors = findings.Count(f => f.Kind == FindingKind.Error);
        var warnings = findings.Count(f => f.Kind == FindingKind.Warning);
        text.AppendLine(errors == 0 ? $"可以发布:0 个错误,{warnings} 个警告" : $"不能发布:{errors} 个错误,{warnings} 个警告");
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        text.AppendLine().AppendLine($"【{title}】");
        var any = false;
        foreach (var line in lines)
        {
            text.AppendLine("  " + line);
            any = true;
        }

        if (!any)
            text.AppendLine("  无");
    }

    private static IEnumerable<string> Requirements(PolicyPack pack, CaseTypeRule rule)
    {
        if (rule.RequiresRootCause)
            yield return "归档前必须填写原因分析(COM-PROC-07)";
        if (!rule.Rejectable)
            yield return "不得拒绝受理";
        if (rule.ConfirmBeforeFeedback)
            yield return "办结前须经客户确认";
        yield return $"归档 {pack.Retention.Years} 年后匿名化({string.Join('、', pack.Retention.HoldReasons.Select(r => pack.NameOf(r, Language.Chinese)))}期间由经理保留){Source(pack.Retention.Source)}";
        if (rule.ReservedFor is { } role)
            yield return $"只由{pack.NameOf(role, Language.Chinese)}负责和对外答复";
        var categories = rule.Categories.IsEmpty ? pack.Categories : rule.Categories;
        yield return "分类:" + string.Join('、', categories.Select(c => pack.NameOf(c, Language.Chinese)));
    }

    private static string GateLine(PolicyPack pack, Gate gate)
    {
        IEnumerable<string> when =
        [
            .. gate.Flags.Select(f => "标记 " + pack.NameOf(f, Language.Chinese)),
            .. gate.SolutionKinds.Select(k => "方案 " + pack.NameOf(k, Language.Chinese)),
            .. gate.Liabilities.Select(l => "责任方 " + pack.NameOf(l, Language.Chinese)),
        ];
        IEnumerable<string> needs =
        [
            .. gate.Milestones.Select(m => $"已记录“{pack.NameOf(m, Language.Chinese)}”"),
            .. gate.CheckLists.Select(l => pack.CheckLists.First(c => c.Id == l)).Select(c => $"{c.Name.Zh} {c.Items.Length} 项全部勾选({string.Join('、', c.Items.Select(i => i.Name.Zh))})"),
            .. gate.Photos.Select(p => $"{PhaseName(p.Key)}照片不少于 {p.Value} 张"),
        ];
        var condition = string.Join('或', when);
        var steps = string.Join('、', gate.Before.Select(e => EventName(pack, e)));
        return $"{gate.Name.Zh}{(condition.Length == 0 ? "" : $"({condition})")}:{steps}之前,{string.Join(',', needs)} {Source(gate.Source)}";
    }

    private static string PhaseName(string phase) => phase switch { "Before" => "处理前", "After" => "处理后", _ => "" };

    private static IEnumerable<string> StagesOf(PolicyPack pack, CaseTypeRule rule) => Stages.Of(pack, rule.Id)
        .GroupBy(t => t.From)
        .OrderBy(g => g.Key)
        .Select(g => $"{Glossary.Name(g.Key, Language.Chinese)} → {string.Join('、', g.Select(t => Glossary.Name(t.To, Language.Chinese)).Distinct())}");

    private static string Limit(PolicyPack pack, Sla sla)
    {
        var where = new List<string>();
        if (!sla.Channels.IsEmpty)
            where.Add("渠道 " + string.Join('、', sla.Channels.Select(c => pack.NameOf(c, Language.Chinese))));
        if (!sla.AnyFlags.IsEmpty)
            where.Add("标记 " + string.Join('、', sla.AnyFlags.Select(f => pack.NameOf(f, Language.Chinese))));
        if (!sla.SolutionKinds.IsEmpty)
            where.Add("方案 " + string.Join('、', sla.SolutionKinds.Select(k => pack.NameOf(k, Language.Chinese))));
        var condition = where.Count == 0 ? "" : $"({string.Join(";", where)})";
        var stop = string.Join('、', sla.Stop.Select(e => EventName(pack, e)));
        var pause = sla.PauseIn.IsEmpty ? "" : $",{string.Join('、', sla.PauseIn.Select(s => Glossary.Name(s, Language.Chinese)))}时暂停";
        var other = sla.SatisfiedBy is { } by ? $",或{EventName(pack, by)}" : "";
        var exception = sla.ExtendableBy is { } role ? $",{pack.NameOf(role, Language.Chinese)}在到期前可另行承诺时间" : "";
        var start = sla.Start == EventTypes.CaseReceived ? "接收" : EventName(pack, sla.Start);
        return $"{sla.Name.Zh}{condition}:{Words(sla.Clock)}{(sla.Exclusive ? "以内(到点即超时)" : "")},自{start}起至{stop}{other},按{pack.Time(sla.Calendar).Calendar.Name.Zh}{pause}{exception} {Source(sla.Source)}";
    }

    private static string EventName(PolicyPack pack, string type) =>
        pack.Milestones.FirstOrDefault(m => m.Id == type)?.Name.Zh ?? Glossary.Event(type, Language.Chinese);

    private static string LadderLine(PolicyPack pack, Ladder ladder)
    {
        var rungs = ladder.Rungs.Select(r => $"{When(r)} {string.Join('、', r.Roles.Select(x => pack.NameOf(x, Language.Chinese)))}{(r.AckMinutes is { } minutes ? $"({minutes} 分钟内确认)" : "")}");
        var called = ladder.CalledBy.IsEmpty ? "" : $"({string.Join('、', ladder.CalledBy.Select(f => pack.NameOf(f, Language.Chinese)))})";
        return $"{ladder.Name.Zh}{called}:{(ladder.Rungs.IsEmpty ? "仅计指标" : string.Join(" → ", rungs))} {Source(ladder.Source)}";
    }

    private static string When(Rung rung) => rung.At switch
    {
        RungTime.Immediate => "立即",
        RungTime.NoAck => "无人确认时",
        RungTime.Due => "到期",
        _ => $"到期后 {rung.After.TotalHours.ToString(CultureInfo.InvariantCulture)} 小时",
    };

    private static string ApprovalLine(PolicyPack pack, Approval approval)
    {
        var steps = approval.Steps.Select(s => s.FromExclusiveFen == 0 ? pack.NameOf(s.Role, Language.Chinese) : $"{s.FromExclusiveFen / 100} 元以上加{pack.NameOf(s.Role, Language.Chinese)}");
        return $"{approval.Name.Zh}:{string.Join(" → ", steps)},每步 {Words(approval.StepClock)},到时不自动通过 {Source(approval.Source)}";
    }

    private static string PenaltyLine(PolicyPack pack, PenaltyRule rule)
    {
        var when = rule.When switch
        {
            PenaltyCondition.Named named => $"分类为{pack.NameOf(named.Category, Language.Chinese)}并指明员工",
            PenaltyCondition.Caused caused => $"原因为{pack.NameOf(caused.RootCause, Language.Chinese)}",
            PenaltyCondition.Repeated repeated => $"同一员工 {repeated.WithinDays} 天内再次出现同一原因",
            _ => "",
        };
        var cap = rule.Cap == PenaltyCap.PerPersonAndMonth ? "每人每月一次" : "每单一次";
        var within = rule.CoachedWithin is { } days ? $",确认后 {days.Amount} 个自然日内完成" : "";
        return $"{rule.Name.Zh}:{when}时,建议{Glossary.Term(rule.Kind.ToString(), Language.Chinese)}({cap}),由{pack.NameOf(rule.ConfirmRole, Language.Chinese)}确认或驳回,本人除外{within} {Source(rule.Source)}";
    }

    private static string FollowUp(PolicyPack pack, FollowUpPlan plan)
    {
        var visits = plan.Modes.Contains(FollowingUp.HomeVisit) ? $";上门时段 {pack.Time(plan.Calendar).Calendar.VisitingWindow}" : "";
        var others = plan.Overrides.Select(o => $"{string.Join('、', o.When.Select(w => pack.NameOf(w, Language.Chinese)))}时改为{Glossary.Term(o.Mode, Language.Chinese)}");
        return $"{plan.Name.Zh}:反馈后第 {plan.OpensDay} 天起、第 {plan.DueDay} 天前,{Glossary.Term(plan.Mode, Language.Chinese)}{string.Concat(others.Select(o => "," + o))};最多 {plan.MaxQuestions} 问{visits};{plan.Attempts.Max} 次、间隔 {plan.Attempts.MinGapBusinessHours} 个工作小时、跨 {plan.Attempts.MinDates} 天未接通为无法联系 {Source(plan.Source)}";
    }

    private static string Words(Clock clock) => clock.Kind switch
    {
        ClockKind.Minutes => $"{clock.Amount} 分钟",
        ClockKind.Hours => $"{clock.Amount} 小时",
        ClockKind.BusinessMinutes => $"{clock.Amount} 个工作分钟",
        ClockKind.BusinessHours => $"{clock.Amount} 个工作小时",
        ClockKind.Days => $"{clock.Amount} 个自然日",
        ClockKind.RightDays => $"{clock.Amount} 天(至当日 24 点)",
        ClockKind.BusinessDays => $"{clock.Amount} 个工作日",
        ClockKind.Months => $"{clock.Amount} 个月",
        _ => "当日",
    };

    internal static string Source(Provenance source) =>
        $"[{string.Join(' ', source.RuleIds)}{(source.NeedsConfirmation ? ",默认值,待确认" : "")}]";
}
