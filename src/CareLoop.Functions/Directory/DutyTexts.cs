using CareLoop.Domain.Words;

namespace CareLoop.Functions.Directory;

/// <summary>What inbox entries about duty say.</summary>
internal static class DutyTexts
{
    public const string HandoverOpen = "handover.open";
    public const string WritingOverdue = "duty.overdue.handout";
    public const string AcceptingOverdue = "duty.overdue.handin";
    public const string LeftWithoutOwner = "duty.overdue.leaver";

    /// <summary>The text of an entry; null when it is not about duty.</summary>
    public static LocalText? Of(string kind, int count) => kind switch
    {
        HandoverOpen => new($"有 {count} 项未完成工作待接班确认。", $"{count} unfinished items wait to be taken over."),
        WritingOverdue => new($"例行任务逾期:交班时仍有 {count} 项未说明,班次不能关闭。", $"Overdue: {count} items were not explained at shift end; the shift cannot be closed."),
        AcceptingOverdue => new($"例行任务逾期:{count} 项交班尚未有人接班。", $"Overdue: {count} items handed over have not been taken over."),
        LeftWithoutOwner => new($"已离岗人员名下仍有 {count} 个工单,请尽快交接。", $"Somebody who has left still answers for {count} cases; hand them over."),
        _ => null,
    };
}
