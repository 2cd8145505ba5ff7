using CareLoop.Functions.Api;
using CareLoop.Functions.Directory;
using static CareLoop.Functions.Api.ProblemKind;
using static CareLoop.Functions.Operations.ApiParameters;

namespace CareLoop.Functions.Operations;

/// <summary>The directory's part of the API's description.</summary>
internal static class DirectoryOperations
{
    private static readonly ApiParameter Kind = new("kind", "path", true, new(
        $"种类:{string.Join("、", DirectoryForms.All.Select(form => form.Name))}", $"Kind: {string.Join(", ", DirectoryForms.All.Select(form => form.Name))}"));

    private static readonly ApiParameter Id = new("id", "path", true, new("编号", "Id"));
    private static readonly ApiParameter Day = new("day", "path", true, new("日期,例如 2026-03-07", "Date, such as 2026-03-07"));
    private static readonly ApiParameter Handover = new("handover", "path", true, new("交班编号", "Handover id"));
    private static readonly ApiParameter IfMatch = new("If-Match", "header", false, new(
        "读取条目时得到的 ETag;修改或删除已有条目时必填", "The ETag the entry was read with; needed to change or delete one that exists"));

    private static readonly ProblemKind[] Token = [TokenMissing, TokenInvalid, NotPermitted];
    private static readonly ProblemKind[] AtSite = [.. Token, OtherSite, NotFound];
    private static readonly ProblemKind[] Body = [ContentTypeUnsupported, JsonMalformed, RequestInvalid, BodyTooLarge];
    private static readonly ProblemKind[] Change = [IfMatchMissing, EntryChanged, CasesWithoutOwner];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("ListDirectory", "get", "/api/directory/{kind}", new("查看通讯录的一类条目", "List entries of one kind"))
        {
            Parameters = [Kind, Limit, Page],
            Answers = [("200", new("条目", "Entries"), "DirectoryEntries")],
            Problems = [.. Token, NotFound, RequestInvalid],
        },
        new("GetDirectoryEntry", "get", "/api/directory/{kind}/{id}", new("查看通讯录条目", "Read an entry"))
        {
            Parameters = [Kind, Id],
            Answers = [("200", new("条目", "The entry"), "DirectoryEntry")],
            Problems = [.. Token, NotFound],
        },
        new("PutDirectoryEntry", "put", "/api/directory/{kind}/{id}", new("登记或修改通讯录条目(经理)", "Add or replace an entry (managers)"))
        {
            Parameters = [Kind, Id, IfMatch],
            Accepts = [("application/json", "DirectoryEntry")],
            Answers = [("201", new("已登记", "Added"), "DirectoryEntry"), ("200", new("已修改", "Replaced"), "DirectoryEntry")],
            Problems = [.. AtSite, .. Body, .. Change],
        },
        new("DeleteDirectoryEntry", "delete", "/api/directory/{kind}/{id}", new("删除通讯录条目(经理)", "Delete an entry (managers)"))
        {
            Parameters = [Kind, Id, IfMatch],
            Answers = [("204", new("已删除", "Deleted"), null)],
            Problems = [.. AtSite, .. Change, EntryInUse],
        },
        new("RecordSubject", "post", "/api/subjects", new("登记客户的订单、房屋、产品或会员", "Record an order, unit, product or membership of a customer"))
        {
            Parameters = [IfMatch],
            Accepts = [("application/json", "RecordSubject")],
            Answers = [("201", new("已登记", "Recorded"), "Subject"), ("200", new("已更正", "Corrected"), "Subject")],
            Problems = [.. AtSite, .. Body, IfMatchMissing, EntryChanged],
        },
        new("RecordAnchor", "post", "/api/subjects/{customerKey}/{id}/anchors", new(
            "登记关怀计划的起算事件:送达、收卡、家长会……", "Record what care plans count from: a delivery, a card, a meeting"))
        {
            Parameters = [new("customerKey", "path", true, new("客户键", "Customer key")), Id],
            Accepts = [("application/json", "RecordAnchor")],
            Answers = [("200", new("已登记,附由此产生的关怀任务", "Recorded, with the care tasks that follow"), "Subject")],
            Problems = [.. AtSite, .. Body, EntryChanged],
        },
        new("GetCaseSubjects", "get", "/api/cases/{caseNumber}/subjects", new("查看工单客户的标的", "List what the customer of a case has"))
        {
            Parameters = [CaseNumber],
            Answers = [("200", new("标的", "Subjects"), "Subjects")],
            Problems = [.. Token, CaseNotFound, OtherSite],
        },
        new("DeleteSubject", "delete", "/api/subjects/{customerKey}/{id}", new("删除客户的标的(经理)", "Delete a subject (managers)"))
        {
            Parameters = [new("customerKey", "path", true, new("客户键", "Customer key")), Id],
            Answers = [("204", new("已删除", "Deleted"), null)],
            Problems = AtSite,
        },
        new("EraseSubjectCustomer", "post", "/api/subjects/{customerKey}/{id}/erasure", new(
            "应客户要求删除其资料(经理):没有工单的客户", "Erase a customer who asked for it and has no case (managers)"))
        {
            Parameters = [new("customerKey", "path", true, new("客户键", "Customer key")), Id],
            Accepts = [("application/json", "ErasureRequest")],
            Answers = [("204", new("已删除", "Erased"), null)],
            Problems = [.. AtSite, .. Body, UnknownValue, ErasureBarred],
        },
        new("GetDuty", "get", "/api/sites/{site}/duty", new("此刻谁当班", "Who is on duty now"))
        {
            Parameters = [Site],
            Answers = [("200", new("当班与值守人员", "People on duty and on call"), "Duty")],
            Problems = AtSite,
        },
        new("HandOut", "post", "/api/sites/{site}/handovers", new("交班:逐项说明未结工单", "Hand out: explain every open case"))
        {
            Parameters = [Site],
            Accepts = [("application/json", "HandOut")],
            Answers = [("201", new("已交班", "Handed over"), "Handover")],
            Problems = [.. AtSite, .. Body, CasesUnexplained, HandoverClosed, EntryChanged],
        },
        new("ListHandovers", "get", "/api/sites/{site}/handovers", new("查看近两周的交接班", "List the handovers of the past two weeks"))
        {
            Parameters = [Site],
            Answers = [("200", new("交接班,新的在前", "Handovers, newest first"), "Handovers")],
            Problems = AtSite,
        },
        new("GetHandover", "get", "/api/sites/{site}/handovers/{handover}", new("查看交班记录及说明", "Read a handover with its explanations"))
        {
            Parameters = [Site, Handover],
            Answers = [("200", new("交班记录", "The handover"), "Handover")],
            Problems = AtSite,
        },
        new("AcceptHandover", "post", "/api/sites/{site}/handovers/{handover}/acceptance", new("接班:接手全部工单", "Take over every case of a handover"))
        {
            Parameters = [Site, Handover],
            Accepts = [("application/json", "Acceptance")],
            Answers = [("200", new("已接班", "Accepted"), "Handover")],
            Problems = [.. AtSite, .. Body, HandoverClosed, EntryChanged],
        },
        new("WriteWorkLog", "put", "/api/sites/{site}/worklogs/{day}", new("写工作日志", "Write one's work log"))
        {
            Parameters = [Site, Day],
            Accepts = [("application/json", "WriteWorkLog")],
            Answers = [("200", new("已保存", "Saved"), "WorkLog")],
            Problems = [.. AtSite, .. Body],
        },
        new("ListWorkLogs", "get", "/api/sites/{site}/worklogs/{day}", new("查看工作日志:本人的,主管看全部", "Read work logs: one's own; supervisors all"))
        {
            Parameters = [Site, Day],
            Answers = [("200", new("工作日志", "Work logs"), "WorkLogs")],
            Problems = [.. AtSite, RequestInvalid],
        },
        new("CheckWorkLog", "put", "/api/sites/{site}/worklogs/{day}/{staff}/check", new("检查工作日志(经理)", "Mark a work log as checked (managers)"))
        {
            Parameters = [Site, Day, new("staff", "path", true, new("人员", "Staff id"))],
            Answers = [("200", new("已检查", "Checked"), "WorkLog")],
            Problems = [.. AtSite, RequestInvalid],
        },
    ];
}
