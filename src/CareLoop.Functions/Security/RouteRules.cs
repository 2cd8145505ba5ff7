using System.Collections.Frozen;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Intake;
using static CareLoop.Functions.Security.CallerKinds;

namespace CareLoop.Functions.Security;

/// <summary>One line for every HTTP function. A function without a line answers nobody, and a test says so.</summary>
public static class RouteRules
{
    private const long NoBody = 0;
    private const long Json = 256 * 1024;

    public static IReadOnlyList<RouteRule> All { get; } =
    [
        new("OpenCase", Customer | Handlers, IntakeBody.MaxFormBytes, RatePlan.Uploading),
        new("GetMyCases", Customer, NoBody, RatePlan.Reading),
        new("GetWorklist", Readers, NoBody, RatePlan.Reading),
        new("FindCases", Readers, Json, RatePlan.Reading),
        new("GetCustomerCases", Readers, NoBody, RatePlan.Reading),
        new("GetGroupCases", Readers, NoBody, RatePlan.Reading),
        new("GetFollowingCases", Readers, NoBody, RatePlan.Reading),
        new("GetCase", Customer | Tracking | Readers, NoBody, RatePlan.Reading),
        new("GetTimeline", Customer | Tracking | Readers, NoBody, RatePlan.Reading),
        new("GetClocks", Readers, NoBody, RatePlan.Reading),
        new("GiveCommand", Customer | Handlers, Json, RatePlan.Writing),
        new("GetCommand", Customer | Handlers, NoBody, RatePlan.Reading),
        new("AddEvidence", Customer | Handlers, IntakeBody.MaxFormBytes, RatePlan.Uploading),
        new("GetEvidence", Customer | Readers, NoBody, RatePlan.Reading),
        new("OpenProfile", Handlers, Json, RatePlan.Sensitive),
        new("EraseCustomer", Manager, Json, RatePlan.Sensitive),
        new("EraseSubjectCustomer", Manager, Json, RatePlan.Sensitive),
        new("IssueTrackingToken", Customer | Handlers, NoBody, RatePlan.Sensitive),
        new("ListTrackingTokens", Customer | Readers, NoBody, RatePlan.Reading),
        new("RevokeTrackingToken", Customer | Handlers, NoBody, RatePlan.Sensitive),
        new("IssueCustomerToken", Machine, Json, RatePlan.Partner),
        new("ListDirectory", Readers, NoBody, RatePlan.Reading),
        new("GetDirectoryEntry", Readers, NoBody, RatePlan.Reading),
        new("PutDirectoryEntry", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("DeleteDirectoryEntry", Handlers, NoBody, RatePlan.Writing) { Record = AuditKind.Command },
        new("RecordSubject", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("RecordAnchor", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("ListCareTasks", Readers, NoBody, RatePlan.Reading),
        new("GetCareTask", Readers, NoBody, RatePlan.Reading) { Record = AuditKind.Read },
        new("ListBirthdays", Readers, NoBody, RatePlan.Reading) { Record = AuditKind.Read },
        new("GiveCareCommand", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("ListPenalties", Handlers, NoBody, RatePlan.Reading),
        new("DecidePenalty", Handlers, Json, RatePlan.Sensitive),
        new("OpenCareCase", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("AnswerSurvey", Anybody, Json, RatePlan.Sensitive),
        new("GetCaseSubjects", Readers, NoBody, RatePlan.Reading),
        new("DeleteSubject", Handlers, NoBody, RatePlan.Writing) { Record = AuditKind.Command },
        new("AskShiftSwap", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("AnswerShiftSwap", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("ListShiftSwaps", Readers, NoBody, RatePlan.Reading),
        new("ListDutyTasks", Readers, NoBody, RatePlan.Reading) { Record = AuditKind.Read },
        new("CompleteDutyTask", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("OpenDutyTask", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("GetDuty", Readers, NoBody, RatePlan.Reading),
        new("WriteWorkLog", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("ListWorkLogs", Readers, NoBody, RatePlan.Reading) { Record = AuditKind.Read },
        new("CheckWorkLog", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("HandOut", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("ListHandovers", Readers, NoBody, RatePlan.Reading),
        new("GetHandover", Readers, NoBody, RatePlan.Reading) { Record = AuditKind.Read },
        new("AcceptHandover", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("GetInbox", Customer | Readers, NoBody, RatePlan.Reading),
        new("SignInWithWeChat", Anybody, Json, RatePlan.Partner),
        new("GetAudit", Auditor, NoBody, RatePlan.Reading),
        new("ListDeadLetters", Operator, NoBody, RatePlan.Reading),
        new("ReplayDeadLetter", Operator, Json, RatePlan.Writing),
        new("DiscardDeadLetter", Operator, Json, RatePlan.Writing),
        new("CreateWebhook", Manager | Operator, Json, RatePlan.Sensitive),
        new("ListWebhooks", Manager | Operator, NoBody, RatePlan.Reading),
        new("GetWebhook", Manager | Operator, NoBody, RatePlan.Reading),
        new("ChangeWebhook", Manager | Operator, Json, RatePlan.Writing),
        new("RotateWebhookSecret", Manager | Operator, NoBody, RatePlan.Sensitive),
        new("DeleteWebhook", Manager | Operator, NoBody, RatePlan.Writing),
        new("ListWebhookDeliveries", Manager | Operator, NoBody, RatePlan.Reading),
        new("ReplayWebhookDelivery", Manager | Operator, NoBody, RatePlan.Writing),
        new("ReplayFailedWebhookDeliveries", Manager | Operator, NoBody, RatePlan.Sensitive),
        new("ListDeliveries", Operator, NoBody, RatePlan.Reading),
        new("ReplayDelivery", Operator, Json, RatePlan.Writing),
        new("DiscardDelivery", Operator, Json, RatePlan.Writing),
        new("GetConsents", Customer, NoBody, RatePlan.Reading),
        new("GiveConsents", Customer, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("ListRobots", Operator, NoBody, RatePlan.Reading),
        new("ListRobotNotices", Operator, NoBody, RatePlan.Reading),
        new("ReceivePush", Platform, PlatformRequest.MaxBodyBytes, RatePlan.Reading),
        new("ListConversations", Handlers, NoBody, RatePlan.Reading),
        new("GetConversation", Handlers, NoBody, RatePlan.Reading),
        new("GiveConversationOrder", Handlers, Json, RatePlan.Writing) { Record = AuditKind.Command },
        new("GetOpenApi", Anybody, NoBody, RatePlan.Reading),
    ];

    private static readonly FrozenDictionary<string, RouteRule> ByFunction = All.ToFrozenDictionary(rule => rule.Function);

    /// <exception cref="InvalidOperationException">The function has no line.</exception>
    public static RouteRule For(string function) => ByFunction.GetValueOrDefault(function)
        ?? throw new InvalidOperationException($"HTTP function {function} has no line in {nameof(RouteRules)}: say who may call it.");
}
