using CareLoop.Domain.Directory;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Directory;

/// <summary>Why a handover is not accepted, in words.</summary>
internal static class HandoverProblems
{
    public static ApiProblem Of(HandoverRefusal refusal, Handover handover) => new(ProblemKind.HandoverClosed)
    {
        RuleId = HandoverRules.AcceptingRule,
        Detail = refusal switch
        {
            HandoverRefusal.NotWritten => new LocalText("交班记录尚未写好。", "The handover is not written yet."),
            HandoverRefusal.OwnHandover => new LocalText("不能接自己的班。", "Nobody takes over from himself."),
            HandoverRefusal.AddressedToSomebodyElse => new LocalText($"此交班指定由 {handover.To} 接班。", $"It is addressed to {handover.To}."),
            HandoverRefusal.AcceptedBySomebodyElse => new LocalText($"{handover.AcceptedBy} 已接班。", $"{handover.AcceptedBy} has accepted it already."),
            HandoverRefusal.NotPresent => new LocalText("您此刻不在该站点当班。", "You do not work at this site now."),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
        },
    };
}
