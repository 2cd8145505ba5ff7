using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Reading;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>Gives a merged handbook its meaning.</summary>
internal static class PackBinding
{
    public static PolicyPack Bind(MapNode root, HolidayCalendar holidays, List<HandbookError> errors)
    {
        var node = new NodeReader(root, errors);
        var canonical = CanonicalJson.Write(root);
        var ownerRole = node.Text("ownerRole");
        if (node.Text("timeZone") is { Length: > 0 } zone and not ChinaTime.ZoneId)
            node.Report(node.PlaceOf("timeZone"), $"'{zone}' is not the time zone of the rules.", $"Write timeZone: {ChinaTime.ZoneId}.", "V-02");
        var intake = node.Object("intake");
        var pack = new PolicyPack
        {
            Reference = new(node.Text("packId"), node.OptionalText("profile"), node.Text("version"), CanonicalJson.Hash(canonical)),
            CanonicalJson = canonical,
            DisplayName = node.Local("displayName"),
            NumberPrefix = node.Text("numberPrefix"),
            EffectiveFrom = node.Instant("effectiveFrom"),
            Organisation = node.OptionalText("organisation"),
            MovesRunningCases = node.Bool("movesRunningCases", fallback: false),
            Intake = intake is null ? new(0, 0, [], 0, 0, 0) : CaseBinding.Intake(intake),
            Waiting = node.Object("waiting") is { } waiting ? CaseBinding.Waiting(waiting) : new(0, [], new([], "I")),
            Promise = node.Object("promise") is { } promise ? CaseBinding.Promise(promise) : new(null, new([], "I")),
            Retention = CaseBinding.Retention(node),
            Conversation = ConversationBinding.Rules(node),
            ChatWords = node.List("chatWords", ConversationBinding.Words),
            ChatAnswers = node.List("chatAnswers", ConversationBinding.Answer),
            Authority = node.Object("authority") is { } authority ? CaseBinding.Authority(authority) : null,
            Milestones = node.List("milestones", Values.Named),
            Liabilities = node.List("liabilities", Values.Named),
            Gates = node.List("gates", GateBinding.Gate),
            CheckLists = node.List("checkLists", GateBinding.CheckList),
            Calendars = Calendars(node, holidays),
            Calendar = node.Text("calendar"),
            DefaultOwnerRole = ownerRole,
            ChannelRules = node.List("channels", c => CaseBinding.Channel(c, ownerRole)),
            TypeRules = node.List("caseTypes", CaseBinding.Type),
            ProvisionalType = node.Text("provisionalType"),
            CategoryRules = node.List("categories", Values.Named),
            SeverityNames = node.List("severities", Values.Named),
            FlagNames = node.List("flags", Values.Named),
            SeverityRules = node.List("severityRules", CaseBinding.Severity),
            SolutionKinds = node.List("solutionKinds", CaseBinding.Solution),
            Slas = node.List("slas", sla => LimitBinding.Sla(sla, node.Text("calendar"), node.Text("defaultLadder"))),
            Ladders = node.List("ladders", LimitBinding.Ladder),
            DefaultLadder = node.Text("defaultLadder"),
            Approvals = node.List("approvals", FlowBinding.Approval),
            FollowUpPlans = node.List("followUpPlans", FlowBinding.Plan),
            Roles = node.List("roles", CaseBinding.Role),
            Templates = node.List("notifications", CaseBinding.Template),
            Records = PackRecords.Bind(node),
            Agreement = PackRecords.Agreement(node),
            RemovedTransitions = [.. node.List("transitions", FlowBinding.RemovedTransition)],
        };
        if (intake is null)
            node.Report(node.Place, "'intake' is missing.", "Extend base, which has it.");
        node.Done();
        return pack;
    }

    private static ImmutableDictionary<string, WorkingTime> Calendars(NodeReader node, HolidayCalendar holidays)
    {
        var calendars = ImmutableDictionary.CreateBuilder<string, WorkingTime>();
        foreach (var calendar in node.List("calendars", CalendarBinding.Bind))
            calendars[calendar.Id] = new(calendar, holidays);
        return calendars.ToImmutable();
    }
}
