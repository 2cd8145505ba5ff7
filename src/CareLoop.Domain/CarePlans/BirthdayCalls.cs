using System.Collections.Immutable;
using CareLoop.Domain.Cases;

namespace CareLoop.Domain.CarePlans;

/// <summary>The line of a birthday call in the classified table (生日电话分类表).</summary>
/// <param name="IsVip">VIP and ordinary members are filed apart.</param>
/// <param name="Lead">The class of a sales lead, or null.</param>
/// <param name="PassedOn">Whether sales have been told of the lead: only with the customer's consent.</param>
public sealed record BirthdayCall(bool IsVip, string? Lead, bool PassedOn);

/// <summary>The card of a birthday (生日贺卡).</summary>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Gift">Whether there is a gift with it.</param>
/// <param name="HandedOverBy">Who of the school's staff handed it over; null while nobody has.</param>
public sealed record BirthdayCard(DateTimeOffset MadeAt, bool Gift, string? HandedOverBy);

/// <summary>How birthday calls are filed, and which of them go to sales (EDU-BD-04).</summary>
public static class BirthdayCalls
{
    private const string Rule = "EDU-BD-04";

    /// <summary>Classes of sales leads.</summary>
    public static ImmutableArray<string> Leads { get; } = ["Renewal", "NewCourse", "Upgrade", "Referral"];

    internal static bool IsOne(CarePlan plan) => plan is { Anchor: CareAnchor.Birthday, Mode: not CareMode.Duty };

    internal static Refusal? Bad(CarePlan plan, string? lead)
    {
        if (lead is null)
            return null;
        return IsOne(plan) && Leads.Contains(lead) ? null : new(RefusalReason.UnknownValue, "lead", lead, IsOne(plan) ? Leads : [], Rule);
    }

    /// <summary>Files a call that was made, and says whether sales are to be told.</summary>
    internal static ImmutableArray<Notice> File(CareTurn turn, string? lead, CareFacts facts)
    {
        if (!IsOne(turn.Plan))
            return [];
        var passedOn = lead is not null && facts.MarketingConsent && turn.Plan.LeadsTo is not null;
        turn.Change(t => t with { Call = new(facts.Vip, lead, passedOn) });
        return passedOn ? [new(NoticeKinds.CareLead, Recipient.Role(turn.Plan.LeadsTo!))] : [];
    }

    internal static Refusal? RecordCard(CareTurn turn, CareCommand.RecordCard command, Actor actor, DateTimeOffset at)
    {
        if (!IsOne(turn.Plan))
            return new(RefusalReason.NotInThisStatus, null, turn.Plan.Id, []);
        var before = turn.Task.Card;
        turn.Change(t => t with { Card = new(before?.MadeAt ?? at, command.Gift, command.HandedOverBy ?? before?.HandedOverBy) });
        turn.Emit(EventTypes.CardRecorded, at, actor, [], ("gift", command.Gift ? "Yes" : null), ("handedOverBy", command.HandedOverBy));
        return null;
    }
}
