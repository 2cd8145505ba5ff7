using System.Collections.Frozen;

namespace CareLoop.Domain.Words;

/// <summary>Statuses of cases, limits and tasks (glossary sections 4 and 5).</summary>
internal static class StatusWords
{
    public static FrozenDictionary<string, LocalText> Case { get; } = new Dictionary<string, LocalText>
    {
        ["Received"] = new("已接收", "Received"),
        ["Registered"] = new("已受理", "Registered"),
        ["Classified"] = new("已分类", "Classified"),
        ["Investigating"] = new("调查核实中", "Investigating"),
        ["WaitingCustomer"] = new("待客户补充", "Waiting for customer"),
        ["WaitingThirdParty"] = new("待第三方", "Waiting for third party"),
        ["SolutionProposed"] = new("方案待确认", "Solution proposed"),
        ["AwaitingApproval"] = new("待审批", "Awaiting approval"),
        ["Implementing"] = new("处理中", "Being carried out"),
        ["FeedbackGiven"] = new("已反馈", "Feedback given"),
        ["FollowUpPending"] = new("待回访", "Follow-up pending"),
        ["FollowUpCompleted"] = new("已回访", "Follow-up completed"),
        ["Reopened"] = new("已重开", "Reopened"),
        ["Archived"] = new("已归档", "Archived"),
        ["Rejected"] = new("不予受理", "Rejected"),
        ["Withdrawn"] = new("客户撤回", "Withdrawn"),
        ["Transferred"] = new("已移交", "Transferred"),
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, LocalText> Limit { get; } = new Dictionary<string, LocalText>
    {
        ["Running"] = new("计时中", "Running"),
        ["Paused"] = new("已暂停", "Paused"),
        ["Met"] = new("按时", "Met"),
        ["Breached"] = new("超时", "Breached"),
        ["Cancelled"] = new("已取消", "Cancelled"),
        ["Reached"] = new("已到", "Reached"),
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, LocalText> Penalty { get; } = new Dictionary<string, LocalText>
    {
        ["Pending"] = new("待确认", "Waiting to be confirmed"),
        ["Confirmed"] = new("已确认", "Confirmed"),
        ["Dismissed"] = new("不予扣罚", "Dismissed"),
        ["Withdrawn"] = new("已撤回", "Withdrawn"),
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, LocalText> Handover { get; } = new Dictionary<string, LocalText>
    {
        ["Open"] = new("待交接", "Waiting to be handed over"),
        ["HandedOver"] = new("已交班", "Handed over"),
        ["Accepted"] = new("已接班", "Taken over"),
    }.ToFrozenDictionary();

    public static FrozenDictionary<string, LocalText> FollowUp { get; } = new Dictionary<string, LocalText>
    {
        ["Scheduled"] = new("待执行", "Scheduled"),
        ["Due"] = new("待回访", "Due"),
        ["Rescheduled"] = new("已改约", "Rescheduled"),
        ["Completed"] = new("已完成", "Completed"),
        ["Unreachable"] = new("无法联系", "Unreachable"),
        ["Missed"] = new("逾期未访", "Missed"),
        ["Cancelled"] = new("已取消", "Cancelled"),
    }.ToFrozenDictionary();
}
