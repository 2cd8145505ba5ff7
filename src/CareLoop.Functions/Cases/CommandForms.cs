using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;
using static CareLoop.Functions.Cases.FieldKind;

namespace CareLoop.Functions.Cases;

/// <summary>Every command a person can give over HTTP. Validation, documentation and the examples all come from this list.</summary>
internal static class CommandForms
{
    private static readonly CommandField RequiredText = new("text", Text, true, new("说明", "What is said"));
    private static readonly CommandField ToGroup = new(
        CommandForm.ForGroup, Flag, false, new("同时告知该群体事件的每一单客户", "Say or do it to every case of the group this case leads"));
    private static readonly CommandField OptionalText = new("text", Text, false, new("说明", "What is said"));

    public static IReadOnlyList<CommandForm> All { get; } =
    [
        new("reply", new("回复客户", "Reply to the customer"), [RequiredText, ToGroup], _ => new Reply()),
        new("classify", new("分类", "Set type, category, severity and flags"),
            [
                new("type", Code, true, new("类型", "Case type")),
                new("category", Code, true, new("分类", "Category")),
                new("severity", Code, true, new("级别", "Severity")),
                new("flags", Codes, false, new("标记", "Flags")),
            ],
            values => new Classify(values.Code("type"), values.Code("category"), values.Code("severity"), [.. values.Codes("flags")])),
        new("startInvestigation", new("开始调查核实", "Begin to verify the facts"), [OptionalText], _ => new StartInvestigation()),
        new("recordInvestigation", new("记录调查结果", "Record what the investigation found"),
            [
                RequiredText,
                new("finding", Code, true, new("是否成立:Upheld 成立,NotUpheld 不成立", "Upheld or NotUpheld")),
                new("liability", Code, false, new("责任方", "Who answers for it")),
                new("cause", Code, false, new("原因", "Coded cause")),
            ],
            values => new RecordInvestigation(values.Code("finding"), values.OptionalCode("liability"), values.OptionalCode("cause"))),
        new("askCustomer", new("请客户补充", "Ask the customer for more"), [RequiredText], _ => new AskCustomer()),
        new("supplement", new("补充材料", "Add what was asked for"), [RequiredText], _ => new Supplement()),
        new("proposeSolution", new("提出解决方案", "Propose a solution"),
            [
                RequiredText,
                new("kind", Code, true, new("方案种类", "Kind of solution")),
                new("amountInFen", WholeNumber, false, new("金额(分)", "Amount in fen (1/100 CNY)")),
                new("promisedCompletionAt", Instant, false, new("随方案提出的完成时间", "Completion time offered with it")),
                ToGroup,
            ],
            values => new ProposeSolution(values.Code("kind"), values.WholeNumber("amountInFen"), values.Instant("promisedCompletionAt"))),
        new("agreeSolution", new("客户同意方案", "The customer accepts"),
            [OptionalText, new("promisedCompletionAt", Instant, false, new("承诺完成时间", "Promised completion time"))],
            values => new AgreeSolution(values.Instant("promisedCompletionAt"))),
        new("refuseSolution", new("客户不同意方案", "The customer refuses"), [OptionalText], _ => new RefuseSolution()),
        new("completeImplementation", new("方案已落实", "The solution has been carried out"), [OptionalText, ToGroup], _ => new CompleteImplementation()),
        new("giveFeedback", new("向客户反馈结果", "Tell the customer the result"), [RequiredText, ToGroup], _ => new GiveFeedback()),
        new("recordFollowUp", new("记录回访结果", "Record a follow-up"),
            [
                OptionalText,
                new("result", Code, true, new("回访结果", "Follow-up result")),
                new("mode", Code, true, new("回访方式", "How the customer was reached")),
                new("overrideReason", Code, false, new("非致电时段致电的原因", "Why the call was made outside calling hours")),
            ],
            values => new RecordFollowUp(values.Code("result"), values.Code("mode"), values.OptionalCode("overrideReason"))),
        new("rescheduleFollowUp", new("回访改约", "Call the customer at another time"),
            [OptionalText, new("at", Instant, true, new("改约时间", "The time agreed"))],
            values => new RescheduleFollowUp(values.Instant("at")!.Value)),
        new("archive", new("归档", "Close for good"),
            [
                new("rootCause", Code, false, new("原因分析", "Coded root cause")),
                new("rootCauseText", Text, false, new("原因说明", "Root cause in words")),
                new("improvement", Text, false, new("改进措施(投诉成立时必填)", "Improvement action; needed for a complaint that holds")),
                new("delayReason", Code, false, new("延误原因(曾超时的工单必填)", "Why it took longer; needed once a limit was missed")),
            ],
            values => new Archive(values.OptionalCode("rootCause"), values.OptionalCode("delayReason"), values["improvement"] is not null)),
        new("comment", new("备注", "Add a note"),
            [RequiredText, new("visibleToCustomer", Flag, false, new("客户可见", "Whether the customer sees it")), ToGroup],
            values => new Comment(values.Flag("visibleToCustomer"))),
        new("withdraw", new("客户撤回", "The customer takes the matter back"), [RequiredText], _ => new Withdraw()),
        new("reopen", new("重新打开", "Open again"), [RequiredText], _ => new Reopen()),
        new("acknowledge", new("确认上报", "Acknowledge what was reported upward"), [OptionalText], _ => new Acknowledge()),
        new("escalate", new("上报", "Pass it up"), [RequiredText], _ => new Escalate()),
        new("offerTransfer", new("申请转办", "Offer the case to a colleague"),
            [RequiredText, new("to", Code, true, new("接收人", "Staff id of whoever is to take it"))], values => new OfferTransfer(values.Code("to"))),
        new("acceptTransfer", new("接受转办", "Take the case over"), [OptionalText], _ => new AcceptTransfer()),
        new("acceptHandover", new("接班", "Act for the owner in this shift"), [OptionalText], _ => new AcceptHandover()),
        new("promiseReply", new("告知进展并承诺答复时间", "Tell how it stands and when the next answer comes"),
            [RequiredText, new("at", Instant, true, new("承诺答复时间", "The promised time")), ToGroup], values => new PromiseReply(values.Instant("at")!.Value)),
        new("askThirdParty", new("请第三方答复", "Wait for a third party"),
            [OptionalText, new("party", Code, true, new("第三方", "Who has to answer"))], values => new AskThirdParty(values.Code("party"))),
        new("closeThirdParty", new("结束等待第三方", "Stop waiting for the third party"),
            [OptionalText, new("answered", Flag, false, new("是否已答复", "Whether it answered"))], values => new CloseThirdParty(values.Flag("answered"))),
        new("dispatch", new("派工", "Send an engineer"),
            [
                OptionalText,
                new("engineer", Code, true, new("工程师", "Staff id of whoever is sent")),
                new("arrivalAt", Instant, true, new("预计到达时间", "Arrival time told to the customer")),
                new("promisedCompletionAt", Instant, false, new("承诺完成时间", "Promised completion time")),
            ],
            values => new Dispatch(values.Code("engineer"), values.Instant("arrivalAt")!.Value, values.Instant("promisedCompletionAt"))),
        new("note", new("记录节点", "Record a milestone"),
            [OptionalText, new("milestone", Code, true, new("节点", "Milestone of the handbook"))], values => new Note(values.Code("milestone"))),
        new("failImplementation", new("方案未能落实", "The solution could not be carried out"), [RequiredText], _ => new FailImplementation()),
        new("submitApproval", new("提交审批", "Submit for approval"),
            [OptionalText, new("reason", Code, false, new("申请理由(手册列明时必填)", "One of the handbook's reasons, where it names any"))],
            values => new SubmitApproval(values.OptionalCode("reason"))),
        new("decideApproval", new("审批", "Decide an approval step"),
            [OptionalText, new("approved", Flag, false, new("是否批准", "Whether it is approved"))], values => new DecideApproval(values.Flag("approved"))),
        new("reject", new("不予受理", "Refuse the matter"),
            [OptionalText, new("reason", Code, true, new("原因", "Coded reason"))], values => new Reject(values.Code("reason"))),
        new("transferOut", new("移交", "Hand over to another organisation"),
            [OptionalText, new("to", Code, true, new("移交对象", "Who takes it over"))], values => new TransferOut(values.Code("to"))),
        new("joinGroup", new("并入群体事件", "Join a group incident"),
            [OptionalText, new("incident", Code, true, new("群体事件的牵头工单编号", "Number of the case that leads the group"))],
            values => new JoinGroup(values.Code("incident"))),
        new("leaveGroup", new("移出群体事件", "Leave the group incident"), [OptionalText], _ => new LeaveGroup()),
        new("recordChecks", new("填写检查清单", "Tick items of a check list"),
            [
                OptionalText,
                new("checkList", Code, true, new("清单", "Check list")),
                new("items", Codes, false, new("已确认的项目", "Items found right")),
            ],
            values => new RecordChecks(values.Code("checkList"), [.. values.Codes("items")])),
        new("pay", new("付款", "Pay the agreed money"),
            [OptionalText, new("amountInFen", WholeNumber, true, new("金额(分)", "Amount in fen (1/100 CNY)"))],
            values => new Pay(values.WholeNumber("amountInFen")!.Value)),
        new("confirmPayment", new("确认到账", "The money has arrived"), [OptionalText], _ => new ConfirmPayment()),
        new("returnPayment", new("付款退回", "The payment failed or came back"),
            [OptionalText, new("reason", Code, true, new("原因", "Coded reason"))], values => new ReturnPayment(values.Code("reason"))),
        new("openRecovery", new("发起追偿", "Claim what was paid from the counterparty"),
            [OptionalText, new("from", Code, true, new("追偿来源:Deposit 押金,Rent 租金,Suit 诉讼", "Deposit, Rent or Suit"))],
            values => new OpenRecovery(values.Code("from"))),
        new("recordRecovery", new("登记追回款项", "A part of the claim came in"),
            [OptionalText, new("amountInFen", WholeNumber, true, new("金额(分)", "Amount in fen (1/100 CNY)"))],
            values => new RecordRecovery(values.WholeNumber("amountInFen")!.Value)),
        new("enterAuthorityDate", new("登记主管部门答复期限", "Enter the date an authority set for its answer"),
            [
                OptionalText,
                new("authority", Code, true, new("主管部门", "Who set it")),
                new("answerBy", Instant, true, new("答复期限", "When it must be answered")),
            ],
            values => new EnterAuthorityDate(values.Code("authority"), values.Instant("answerBy")!.Value)),
    ];

    public static CommandForm? Find(string name) => All.FirstOrDefault(form => form.Name == name);
}
