using System.Reflection;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-01: everything that is named exists.</summary>
internal static class ReferenceCheck
{
    /// <summary>Events limits may start and stop with.</summary>
    public static IReadOnlySet<string> Events => EventTypes.All;

    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        var pack = draft.Pack;
        var roles = pack.Roles.Select(r => r.Id).ToList();
        var calendars = pack.Calendars.Keys.ToList();
        var ladders = pack.Ladders.Select(l => l.Id).ToList();
        var events = Events.Concat(pack.Milestones.Select(m => m.Id)).ToList();
        var uses = new List<(string Block, string? Id, string Key, IEnumerable<string> Named, IEnumerable<string> Known)>
        {
            ("calendar", null, "", [pack.Calendar], calendars),
            ("ownerRole", null, "", [pack.DefaultOwnerRole], roles),
            ("provisionalType", null, "", [pack.ProvisionalType], pack.CaseTypes),
            ("defaultLadder", null, "", [pack.DefaultLadder], ladders),
        };
        uses.AddRange(pack.ChannelRules.Select(c => ("channels", (string?)c.Id, "ownerRole", (IEnumerable<string>)[c.OwnerRole], (IEnumerable<string>)roles)));
        foreach (var type in pack.TypeRules)
        {
            uses.Add(("caseTypes", type.Id, "categories", type.Categories, pack.Categories));
            uses.Add(("caseTypes", type.Id, "reservedFor", type.ReservedFor is { } role ? [role] : [], roles));
            uses.Add(("caseTypes", type.Id, "followUpPlan", type.FollowUpPlan is { } plan ? [plan] : [], pack.FollowUpPlans.Select(p => p.Id)));
        }

        foreach (var sla in pack.Slas)
        {
            uses.Add(("slas", sla.Id, "types", sla.Types, pack.CaseTypes));
            uses.Add(("slas", sla.Id, "channels", sla.Channels, pack.Channels));
            uses.Add(("slas", sla.Id, "severities", sla.Severities, pack.Severities));
            uses.Add(("slas", sla.Id, "flags", sla.AnyFlags, pack.Flags));
            uses.Add(("slas", sla.Id, "unlessFlags", sla.UnlessFlags, pack.Flags));
            uses.Add(("slas", sla.Id, "solutionKinds", sla.SolutionKinds, pack.SolutionKinds.Select(k => k.Id)));
            uses.Add(("slas", sla.Id, "start", [sla.Start], events));
            uses.Add(("slas", sla.Id, "stop", sla.Stop, events));
            uses.Add(("slas", sla.Id, "satisfiedBy", sla.SatisfiedBy is { } other ? [other] : [], events));
            uses.Add(("slas", sla.Id, "extendableBy", sla.ExtendableBy is { } extender ? [extender] : [], roles));
            uses.Add(("slas", sla.Id, "calendar", [sla.Calendar], calendars));
            uses.Add(("slas", sla.Id, "ladder", [sla.Ladder], ladders));
        }

        foreach (var gate in pack.Gates)
        {
            uses.Add(("gates", gate.Id, "types", gate.Types, pack.CaseTypes));
            uses.Add(("gates", gate.Id, "flags", gate.Flags, pack.Flags));
            uses.Add(("gates", gate.Id, "solutionKinds", gate.SolutionKinds, pack.SolutionKinds.Select(k => k.Id)));
            uses.Add(("gates", gate.Id, "liabilities", gate.Liabilities, pack.Liabilities.Select(l => l.Id)));
            uses.Add(("gates", gate.Id, "milestones", gate.Milestones, pack.Milestones.Select(m => m.Id)));
            uses.Add(("gates", gate.Id, "checkLists", gate.CheckLists, pack.CheckLists.Select(l => l.Id)));
        }

        if (pack.Authority is { } authority)
        {
            uses.Add(("authority", null, "ladder", [authority.Ladder], ladders));
            uses.Add(("milestones", null, "", [EventTypes.AuthorityAnswered], pack.Milestones.Select(m => m.Id)));
        }

        foreach (var ladder in pack.Ladders)
        {
            uses.Add(("ladders", ladder.Id, "rungs", ladder.Rungs.SelectMany(r => r.Roles), roles));
            uses.Add(("ladders", ladder.Id, "calledBy", ladder.CalledBy, [.. pack.Flags, .. pack.Severities, .. pack.CaseTypes]));
        }

        foreach (var approval in pack.Approvals)
        {
            uses.Add(("approvals", approval.Id, "solutionKind", approval.SolutionKinds, pack.SolutionKinds.Select(k => k.Id)));
            uses.Add(("approvals", approval.Id, "types", approval.Types, pack.CaseTypes));
            uses.Add(("approvals", approval.Id, "steps", approval.Steps.Select(s => s.Role), roles));
            uses.Add(("approvals", approval.Id, "calendar", [approval.Calendar], calendars));
        }

        uses.AddRange(pack.FollowUpPlans.Select(p => ("followUpPlans", (string?)p.Id, "calendar", (IEnumerable<string>)[p.Calendar], (IEnumerable<string>)calendars)));
        foreach (var plan in pack.FollowUpPlans)
        {
            uses.Add(("followUpPlans", plan.Id, "mode", [plan.Mode], FollowingUp.Modes));
            uses.Add(("followUpPlans", plan.Id, "modeOverrides", plan.Overrides.Select(o => o.Mode), FollowingUp.Modes));
            uses.Add(("followUpPlans", plan.Id, "modeOverrides", plan.Overrides.SelectMany(o => o.When), [.. pack.Severities, .. pack.Flags, FollowingUp.SecondDissatisfied]));
        }

        foreach (var rule in pack.SeverityRules)
        {
            uses.Add(("severityRules", rule.Id, "set", rule.Flags, pack.Flags));
            uses.Add(("severityRules", rule.Id, "set", rule.Severity is { } severity ? [severity] : [], pack.Severities));
            uses.Add(("severityRules", rule.Id, "confirmBy", rule.ConfirmBy is { } role ? [role] : [], roles));
        }

        foreach (var (block, key) in new[] { ("dutyTasks", "role"), ("dutyTasks", "onOverdue"), ("reports", "author"), ("reports", "receiver"), ("penalties", "confirmRole"), ("carePlans", "role"), ("carePlans", "leadsTo") })
            uses.AddRange(pack.Records[block].Where(r => r.Field(key) is not null).Select(r => (block, (string?)r.Id, key, (IEnumerable<string>)[r.Field(key)!], (IEnumerable<string>)roles)));
        uses.Add(("notifications", null, "", Constants(typeof(NoticeKinds)).Where(k => !pack.Templates.Any(t => t.Id == k)), []));
        return uses.SelectMany(u => Missing(draft, u.Block, u.Id, u.Key, u.Named, u.Known));
    }

    private static IEnumerable<HandbookError> Missing(PackDraft draft, string block, string? id, string key, IEnumerable<string> named, IEnumerable<string> known)
    {
        var all = known.ToList();
        foreach (var name in named.Where(n => !all.Contains(n)))
        {
            var where = id is null ? block : $"{block}/{id} {key}";
            var near = Spelling.Nearest(name, all);
            var remedy = near is not null ? $"Did you mean '{near}'?" : all.Count == 0 ? $"Add it to {block}." : $"Use one of: {string.Join(", ", all)}.";
            yield return draft.Error("V-01", block, id, key, $"{where} names '{name}', which does not exist.", remedy);
        }
    }

    private static HashSet<string> Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];
}
