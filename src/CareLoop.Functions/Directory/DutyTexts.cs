using CareLoop.Domain.Words;

namespace CareLoop.Functions.Directory;

/// <summary>What inbox entries about duty say.</summary>
internal static class DutyTexts
{
    public const string HandoverOpen = "handover.open";
    public const string WritingOverdue = "duty.overdue.handout";
    public const string AcceptingOverdue = "duty.overdue.handin";
    public const string LeftWithoutOwner = "duty.overdue.leaver";

    public const string SwapAsked = "shift.swap.asked";
    public const string SwapAgreed = "shift.swap.agreed";
    public const string SwapRefused = "shift.swap.refused";

    /// <summary>The text of an entry; null when it is not about duty.</summary>
    public static LocalText? Of(string kind, int count) => kind switch
    {
        HandoverOpen => new($"有 {count} 项未完成工作待接班确认。", $"{count} unfinished items wait to be taken over."),
        WritingOverdue => new($"例行任务逾期:交班时仍有 {count} 项未说明,班次不能关闭。", $"Overdue: {count} items were not explained at shift end; the shift cannot be closed."),
        AcceptingOverdue => new($"例行任务逾期:{count} 项交班尚未有人接班。", $"Overdue: {count} items handed over have not been taken over."),
        LeftWithoutOwner => new($"已离岗人员名下仍有 {count} 个工单,请尽快交接。", $"Somebody who has left still answers for {count} cases; hand them over."),
        SwapAsked => new("有同事请您换班,请在该班开始前答复。", "A colleague asks you to work a shift; answer before it begins."),
        SwapAgreed => new("换班已由双方同意,值班表已更新。", "Both agree to the exchange of a shift; the rota follows it."),
        SwapRefused => new("换班未获同意,该班仍由原值班人负责。", "An exchange of a shift was refused; whoever has it by the rota is responsible."),
        _ => null,
    };
}
