using System.Collections.Frozen;

namespace CareLoop.Domain.Words;

/// <summary>What a timeline line says.</summary>
internal static class EventWords
{
    public static FrozenDictionary<string, LocalText> All { get; } = new Dictionary<string, LocalText>
    {
        ["CaseReceived"] = new("收到客户反映", "Received"),
        ["CaseRegistered"] = new("受理登记", "Registered"),
        ["CaseClassified"] = new("分类", "Classified"),
        ["Reclassified"] = new("重新分类", "Reclassified"),
        ["FirstReplied"] = new("首次回复客户", "First reply to the customer"),
        ["Contacted"] = new("联系客户", "Customer contacted"),
        ["Commented"] = new("备注", "Remark"),
        ["QuestionSent"] = new("请客户补充", "Question to the customer"),
        ["CustomerSupplemented"] = new("客户补充", "Customer added information"),
        ["InvestigationStarted"] = new("开始调查核实", "Investigation started"),
        ["InvestigationDone"] = new("调查核实完成", "Investigation done"),
        ["SolutionProposed"] = new("提出处理方案", "Solution proposed"),
        ["SolutionAgreed"] = new("客户同意方案", "Customer agreed"),
        ["SolutionRefused"] = new("客户不同意方案", "Customer refused"),
        ["ImplementationCompleted"] = new("处理完成", "Carried out"),
        ["ImplementationFailed"] = new("处理未成", "Could not be carried out"),
        ["FeedbackGiven"] = new("反馈结果", "Result told to the customer"),
        ["FollowUpPlanned"] = new("安排回访", "Follow-up planned"),
        ["FollowUpOpened"] = new("回访任务开始", "Follow-up due to start"),
        ["FollowUpAttempted"] = new("回访未接通", "Follow-up attempt without contact"),
        ["FollowUpCompleted"] = new("回访完成", "Follow-up completed"),
        ["FollowUpMissed"] = new("回访逾期", "Follow-up missed"),
        ["CaseReopened"] = new("重开", "Reopened"),
        ["CaseArchived"] = new("归档", "Archived"),
        ["CaseRejected"] = new("不予受理", "Rejected"),
        ["CustomerWithdrew"] = new("客户撤回", "Withdrawn by the customer"),
        ["NoReply"] = new("客户长期未回复", "No reply from the customer"),
        ["Transferred"] = new("移交", "Transferred"),
        ["DeadlineWarned"] = new("时限预警", "Limit near"),
        ["DeadlineBreached"] = new("超时", "Limit missed"),
        ["DeadlineCorrected"] = new("更正为按时", "Corrected to met"),
        ["Escalated"] = new("上报", "Escalated"),
        ["OnSiteArrived"] = new("到场", "Arrived on site"),
        ["ApprovalSubmitted"] = new("提交审批", "Submitted for approval"),
        ["ApprovalDecided"] = new("审批", "Approval decided"),
        ["DecisionTold"] = new("告知处理决定", "Decision told"),
        ["DispatchCreated"] = new("派工", "Dispatched"),
        ["ThirdPartyAsked"] = new("联系第三方", "Third party asked"),
        ["ThirdPartyAnswered"] = new("第三方答复", "Third party answered"),
        ["ThirdPartyGivenUp"] = new("不再等待第三方", "Third party given up"),
        ["OwnerTransferred"] = new("责任人变更", "Owner changed"),
        ["HandoverAccepted"] = new("接班", "Handover accepted"),
        ["SaleDelivered"] = new("送货签收", "Sale delivered"),
    }.ToFrozenDictionary();
}
