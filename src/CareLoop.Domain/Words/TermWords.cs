using System.Collections.Frozen;

namespace CareLoop.Domain.Words;

/// <summary>Codes that are the same in every handbook (glossary sections 1 to 7).</summary>
internal static class TermWords
{
    public static FrozenDictionary<string, LocalText> All { get; } = new Dictionary<string, LocalText>
    {
        ["Shift"] = new("交班", "Shift end"),
        ["Absence"] = new("请假、外出", "Absence"),
        ["Leaving"] = new("离岗", "Leaving"),
        ["Upheld"] = new("有效投诉", "Upheld"),
        ["NotUpheld"] = new("不成立", "Not upheld"),
        ["Satisfied"] = new("满意", "Satisfied"),
        ["Acceptable"] = new("基本满意", "Acceptable"),
        ["Dissatisfied"] = new("不满意", "Dissatisfied"),
        ["Unreachable"] = new("无法联系", "Unreachable"),
        ["Refused"] = new("拒访", "Refused"),
        ["Call"] = new("电话回访", "Call"),
        ["HomeVisit"] = new("上门拜访", "Home visit"),
        ["Message"] = new("消息回访", "Message"),
        ["Email"] = new("邮件回访", "E-mail"),
        ["Sms"] = new("短信回访", "SMS"),
        ["SecondDissatisfied"] = new("第二次不满意", "Dissatisfied twice"),
        ["Chat"] = new("在线回访", "Chat"),
        ["Survey"] = new("问卷", "Survey"),
        ["Overdue"] = new("超时", "Overdue"),
        ["ReopenedFlag"] = new("已重开", "Reopened"),
        ["Merchant"] = new("商户", "Merchant"),
        ["Company"] = new("本方", "Our side"),
        ["Customer"] = new("客户", "Customer"),
        ["ThirdParty"] = new("第三方", "Third party"),
        ["StructuralDefect"] = new("结构缺陷", "Structural defect"),
        ["SizeMismatch"] = new("尺寸不合", "Size mismatch"),
        ["KnowledgeGap"] = new("知识性差错", "Knowledge gap"),
        ["RepeatError"] = new("重复差错", "Same mistake again"),
        ["MonthPerformancePay"] = new("扣当月绩效工资", "Loss of the month's performance pay"),
        ["OneForOnePenalty"] = new("遇一罚一", "One penalty for each mistake"),
        ["CoachingTask"] = new("辅导", "Coaching"),
        ["WrongPerson"] = new("并非本人", "It was somebody else"),
        ["NotAtFault"] = new("本人无过错", "Not the person's fault"),
        ["MerchantNotResponding"] = new("商户未响应", "Merchant did not respond"),
        ["Warranty"] = new("质保", "Warranty"),
        ["Claim"] = new("索赔", "Claim"),
        ["Lawsuit"] = new("诉讼", "Lawsuit"),
        ["RetentionEnded"] = new("保留期满", "Time of keeping over"),
        ["CustomerRequest"] = new("客户要求", "Asked for by the customer"),
        ["Paid"] = new("已付款", "Paid"),
        ["Confirmed"] = new("已确认", "Confirmed"),
        ["Returned"] = new("已退回", "Returned"),
        ["Deposit"] = new("押金", "Deposit"),
        ["Rent"] = new("租金", "Rent"),
        ["Suit"] = new("诉讼", "Suit"),
        ["System"] = new("系统", "System"),
        ["Staff"] = new("工作人员", "Staff"),
    }.ToFrozenDictionary();
}
