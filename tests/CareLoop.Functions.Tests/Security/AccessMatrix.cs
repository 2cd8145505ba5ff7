namespace CareLoop.Functions.Tests.Security;

/// <summary>Who calls, in the matrix of routes and callers.</summary>
public enum Who
{
    NoToken,
    ExpiredToken,
    AlteredToken,
    Owner,
    Colleague,
    Supervisor,
    OtherSite,
    Auditor,
    Operator,
    Customer,
    OtherCustomer,
    TrackingLink,
    TrackingLinkOfAnotherCase,
}

/// <summary>One route and what each caller gets: <c>ok</c>, or the code of a problem.</summary>
/// <param name="Function">The HTTP function.</param>
/// <param name="Method">GET, POST, DELETE.</param>
/// <param name="Path">With {case}, {command}, {photo}, {token} of the sample case.</param>
/// <param name="Body">JSON, <c>photo</c> for a form with a photo, null for none.</param>
/// <param name="Personal">Whether the answer holds personal data, so that reading it is on the audit record.</param>
public sealed record AccessRow(string Function, string Method, string Path, string? Body, bool Personal)
{
    private const string Ok = "ok";

    /// <summary>Answers in the order of <see cref="Who"/> from <see cref="Who.Owner"/> on; bad or missing tokens are always refused.</summary>
    public required string[] Answers { get; init; }

    public string For(Who who) => who switch
    {
        Who.NoToken => "token-missing",
        Who.ExpiredToken or Who.AlteredToken => "token-invalid",
        _ => Answers[who - Who.Owner] switch { "+" => Ok, "-" => "not-permitted", "site" => "other-site", "none" => "case-not-found", var other => other },
    };
}

/// <summary>The table. A test fails when an HTTP function has no line here.</summary>
internal static class AccessMatrix
{
    private const string Matter =
        """{"site":"mall-sh-01","channel":"WeChat","text":"桌腿松动","customer":{"phone":"13511112222"}}""";

    /// <summary>Functions that ask for no token, with the reason.</summary>
    public static readonly Dictionary<string, string> WithoutToken = new()
    {
        ["AnswerSurvey"] = "The survey link carries a token of its own, for one answer about one contact.",
        ["GetOpenApi"] = "The description of the API holds no secrets.",
        ["SignInWithWeChat"] = "Whoever has a code of wx.login: WeChat says who that is.",
        ["ReceivePush"] = "Platforms: their signature over the body, which the adapter checks.",
        ["IssueCustomerToken"] = "Machine callers: a function key, which the host checks.",
    };

    public static IReadOnlyList<AccessRow> Rows { get; } =
    [
        //                                                                                                owner colleague superv. site    auditor operator customer other  track  other track
        Row("OpenCase", "POST", "/api/cases", Matter, false,                                              "+", "+", "+", "site", "-", "-", "+", "+", "-", "-"),
        Row("GetMyCases", "GET", "/api/cases", null, false,                                               "-", "-", "-", "-", "-", "-", "+", "+", "-", "-"),
        Row("GetWorklist", "GET", "/api/worklists/open?site=mall-sh-01", null, false,                     "+", "+", "+", "site", "+", "-", "-", "-", "-", "-"),
        Row("FindCases", "POST", "/api/cases/search", """{"text":"13800001234"}""", true,                 "+", "+", "+", "+", "+", "-", "-", "-", "-", "-"),
        Row("GetCustomerCases", "GET", "/api/cases/{case}/customer-cases", null, false,                   "+", "+", "+", "site", "+", "-", "-", "-", "-", "-"),
        Row("GetGroupCases", "GET", "/api/cases/{case}/group-cases", null, false,                   "+", "+", "+", "site", "+", "-", "-", "-", "-", "-"),
        Row("GetFollowingCases", "GET", "/api/cases/{case}/following-cases", null, false,                   "+", "+", "+", "site", "+", "-", "-", "-", "-", "-"),
        Row("GetCase", "GET", "/api/cases/{case}", null, true,                                            "+", "+", "+", "site", "+", "-", "+", "none", "+", "none"),
        Row("GetTimeline", "GET", "/api/cases/{case}/timeline", null, true,                               "+", "+", "+", "site", "+", "-", "+", "none", "+", "none"),
        Row("GetClocks", "GET", "/api/cases/{case}/clocks", null, false,                                  "+", "+", "+", "site", "+", "-", "-", "-", "-", "-"),
        Row("GiveCommand", "POST", "/api/cases/{case}/commands", """{"command":"comment","text":"备注"}""", false,
                                                                                                          "+", "+", "+", "site", "-", "-", "impossible-value", "none", "-", "-"),
        Row("GetCommand", "GET", "/api/cases/{case}/commands/{command}", null, false,                     "+", "+", "+", "site", "-", "-", "+", "none", "-", "-"),
        Row("AddEvidence", "POST", "/api/cases/{case}/evidence", "photo", false,                          "+", "+", "+", "site", "-", "-", "+", "none", "-", "-"),
        Row("GetEvidence", "GET", "/api/cases/{case}/evidence/{photo}", null, true,                       "+", "+", "+", "site", "+", "-", "+", "none", "-", "-"),
        Row("OpenProfile", "POST", "/api/cases/{case}/profile", """{"purpose":"ContactCustomer"}""", true,
                                                                                                          "+", "-", "+", "site", "-", "-", "-", "-", "-", "-"),
        Row("EraseCustomer", "POST", "/api/cases/{case}/erasure", """{"reason":"CustomerRequest"}""", false,
                                                                                                          "-", "-", "-", "-", "-", "-", "-", "-", "-", "-"),
        Row("IssueTrackingToken", "POST", "/api/cases/{case}/tracking-tokens", null, false,               "+", "+", "+", "site", "-", "-", "+", "none", "-", "-"),
        Row("ListTrackingTokens", "GET", "/api/cases/{case}/tracking-tokens", null, false,                "+", "+", "+", "site", "+", "-", "+", "none", "-", "-"),
        Row("RevokeTrackingToken", "DELETE", "/api/cases/{case}/tracking-tokens/{token}", null, false,    "+", "+", "+", "site", "-", "-", "+", "none", "-", "-"),
        Row("GetInbox", "GET", "/api/inbox", null, true,                                                  "+", "+", "+", "+", "+", "-", "+", "+", "-", "-"),
        Row("ListPenalties", "GET", "/api/penalties", null, true,                                         "+", "+", "+", "+", "-", "-", "-", "-", "-", "-"),
        Row("DecidePenalty", "POST", "/api/penalties/2026-03-nothing/decision", """{"decision":"confirm"}""", false,
                                                                                                          "not-found", "not-found", "not-found", "not-found", "-", "-", "-", "-", "-", "-"),
        Row("GetAudit", "GET", "/api/audit?site=mall-sh-01", null, true,                                  "-", "-", "-", "-", "+", "-", "-", "-", "-", "-"),
        Row("ListDeadLetters", "GET", "/api/operations/dead-letters?entity=case-events/customer", null, false,
                                                                                                          "-", "-", "-", "-", "-", "+", "-", "-", "-", "-"),
        Row("ReplayDeadLetter", "POST", "/api/operations/dead-letters/replay", """{"entity":"case-events/customer","sequenceNumber":987654321}""", false,
                                                                                                          "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("DiscardDeadLetter", "POST", "/api/operations/dead-letters/discard",
            """{"entity":"case-events/customer","sequenceNumber":987654321,"reason":"Obsolete"}""", false,
                                                                                                          "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("CreateWebhook", "POST", "/api/webhooks", """{"address":"http://10.0.0.1/"}""", false,
                                                                                                          "-", "-", "-", "-", "-", "request-invalid", "-", "-", "-", "-"),
        Row("ListWebhooks", "GET", "/api/webhooks", null, false,                                          "-", "-", "-", "-", "-", "+", "-", "-", "-", "-"),
        Row("GetWebhook", "GET", "/api/webhooks/nothing", null, false,                                    "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("ChangeWebhook", "PUT", "/api/webhooks/nothing", """{"address":"https://partner.example/"}""", false,
                                                                                                          "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("RotateWebhookSecret", "POST", "/api/webhooks/nothing/secret", null, false,                   "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("DeleteWebhook", "DELETE", "/api/webhooks/nothing", null, false,                              "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("ListWebhookDeliveries", "GET", "/api/webhooks/nothing/deliveries", null, false,              "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("ReplayWebhookDelivery", "POST", "/api/webhooks/nothing/deliveries/nothing/replay", null, false,
                                                                                                          "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("ReplayFailedWebhookDeliveries", "POST", "/api/webhooks/nothing/replay-failed", null, false,  "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("ListDeliveries", "GET", "/api/operations/deliveries", null, false,                           "-", "-", "-", "-", "-", "+", "-", "-", "-", "-"),
        Row("ReplayDelivery", "POST", "/api/operations/deliveries/replay", """{"id":"nothing~nothing"}""", false,
                                                                                                          "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("DiscardDelivery", "POST", "/api/operations/deliveries/discard", """{"id":"nothing~nothing","reason":"Obsolete"}""", false,
                                                                                                          "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Row("GetConsents", "GET", "/api/consents", null, false,                                           "-", "-", "-", "-", "-", "-", "+", "+", "-", "-"),
        Row("GiveConsents", "POST", "/api/consents", """{"templates":[]}""", false,                       "-", "-", "-", "-", "-", "-", "+", "+", "-", "-"),
        Row("ListRobots", "GET", "/api/operations/robots", null, false,                                   "-", "-", "-", "-", "-", "+", "-", "-", "-", "-"),
        Row("ListRobotNotices", "GET", "/api/operations/robots/nothing/notices", null, false,             "-", "-", "-", "-", "-", "not-found", "-", "-", "-", "-"),
        Door("ListConversations", "GET", "/api/sites/mall-sh-01/conversations"),
        Door("GetConversation", "GET", "/api/conversations/ffff"),
        Door("GiveConversationOrder", "POST", "/api/conversations/ffff/commands"),
        // Behind the door these ask about site, person and rank themselves; the directory's tests hold what they answer then.
        Door("ListDirectory", "GET", "/api/directory/staff", auditor: "*"),
        Door("GetDirectoryEntry", "GET", "/api/directory/staff/chen.min", auditor: "*"),
        Door("PutDirectoryEntry", "PUT", "/api/directory/staff/chen.min"),
        Door("DeleteDirectoryEntry", "DELETE", "/api/directory/staff/nobody"),
        Door("RecordSubject", "POST", "/api/subjects"),
        Row("GetCaseSubjects", "GET", "/api/cases/{case}/subjects", null, true,                           "+", "+", "+", "site", "+", "-", "-", "-", "-", "-"),
        Door("RecordAnchor", "POST", "/api/subjects/nobody/nothing/anchors"),
        Door("ListCareTasks", "GET", "/api/sites/mall-sh-01/care-tasks", auditor: "*"),
        Door("ListBirthdays", "GET", "/api/sites/mall-sh-01/birthdays", auditor: "*"),
        Door("GetCareTask", "GET", "/api/care-tasks/care-nothing", auditor: "*"),
        Door("GiveCareCommand", "POST", "/api/care-tasks/care-nothing/commands"),
        Door("OpenCareCase", "POST", "/api/care-tasks/care-nothing/cases"),
        Row("EraseSubjectCustomer", "POST", "/api/subjects/nobody/nothing/erasure", """{"reason":"CustomerRequest"}""", false,
                                                                                                          "-", "-", "-", "-", "-", "-", "-", "-", "-", "-"),
        Door("DeleteSubject", "DELETE", "/api/subjects/nobody/nothing"),
        Door("AskShiftSwap", "POST", "/api/sites/mall-sh-01/shift-swaps"),
        Door("AnswerShiftSwap", "PUT", "/api/sites/mall-sh-01/shift-swaps/nothing/answer"),
        Door("ListShiftSwaps", "GET", "/api/sites/mall-sh-01/shift-swaps", auditor: "*"),
        Door("ListDutyTasks", "GET", "/api/sites/mall-sh-01/duty-tasks", auditor: "*"),
        Door("CompleteDutyTask", "PUT", "/api/sites/mall-sh-01/duty-tasks/nothing/completion"),
        Door("OpenDutyTask", "POST", "/api/sites/mall-sh-01/duty-tasks"),
        Door("GetDuty", "GET", "/api/sites/mall-sh-01/duty", auditor: "*"),
        Door("WriteWorkLog", "PUT", "/api/sites/mall-sh-01/worklogs/2026-03-04"),
        Door("ListWorkLogs", "GET", "/api/sites/mall-sh-01/worklogs/2026-03-04", auditor: "*"),
        Door("CheckWorkLog", "PUT", "/api/sites/mall-sh-01/worklogs/2026-03-04/nobody/check"),
        Door("HandOut", "POST", "/api/sites/mall-sh-01/handovers"),
        Door("ListHandovers", "GET", "/api/sites/mall-sh-01/handovers", auditor: "*"),
        Door("GetHandover", "GET", "/api/sites/mall-sh-01/handovers/nothing", auditor: "*"),
        Door("AcceptHandover", "POST", "/api/sites/mall-sh-01/handovers/nothing/acceptance"),
    ];

    /// <summary>A route of which only the door is tested here: staff who work on cases come in, and <c>*</c> is whatever they are told then.</summary>
    private static AccessRow Door(string function, string method, string path, string auditor = "-") =>
        Row(function, method, path, null, false, "*", "*", "*", "*", auditor, "-", "-", "-", "-", "-");

    private static AccessRow Row(string function, string method, string path, string? body, bool personal, params string[] answers) =>
        new(function, method, path, body, personal) { Answers = answers };
}
