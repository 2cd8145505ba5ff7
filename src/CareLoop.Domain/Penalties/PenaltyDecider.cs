using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Penalties;

/// <summary>What becomes of a proposal, as pure functions.</summary>
public static class PenaltyDecider
{
    /// <summary>Why a proposal may be dismissed.</summary>
    public static ImmutableArray<string> DismissReasons { get; } = ["NotUpheld", "WrongPerson", "NotAtFault"];

    /// <summary>
    /// What a case says, put to the proposal it belongs to. Saying it again changes nothing, and what came later in the case's timeline
    /// counts, whatever the order it arrives in. What somebody decided is never changed: only a case that was not known then raises
    /// a dismissed proposal again.
    /// </summary>
    /// <param name="pack">The handbook of the case.</param>
    /// <param name="id">Id of the proposal.</param>
    /// <param name="before">The proposal as it is; null when there is none.</param>
    /// <param name="state">The case.</param>
    /// <param name="ground">What it says.</param>
    /// <returns>The proposal afterwards; null when there is still none.</returns>
    public static PenaltyProposal? Put(PolicyPack pack, string id, PenaltyProposal? before, CaseState state, PenaltyGround ground)
    {
        var now = new CaseGround(state.CaseId, ground.Sequence, ground.Stands);
        var known = before?.Grounds.FirstOrDefault(g => g.CaseId == state.CaseId);
        if (known is null ? !ground.Stands : known.Sequence >= ground.Sequence)
            return before;
        if (before is null)
        {
            return new()
            {
                Id = id,
                Organisation = state.Organisation,
                Site = state.Site,
                Pack = state.Pack,
                Rule = ground.Rule,
                Person = ground.Person,
                Month = PenaltyGrounds.MonthOf(state),
                Status = PenaltyStatus.Pending,
                Grounds = [now],
                RaisedBy = now,
                ProposedAt = ground.At,
                DecideBy = DecideBy(pack, PenaltyGrounds.MonthOf(state), ground.At),
            };
        }

        var after = before with { Grounds = known is null ? before.Grounds.Add(now) : before.Grounds.Replace(known, now) };
        var isRaised = ground.Stands && (before.Status == PenaltyStatus.Withdrawn || (before.Status == PenaltyStatus.Dismissed && known is null));
        if (isRaised)
        {
            return after with
            {
                Status = PenaltyStatus.Pending,
                RaisedBy = now,
                ProposedAt = ground.At,
                DecideBy = DecideBy(pack, before.Month, ground.At),
                Decision = null,
                Earlier = before.Decision is { } dismissal ? before.Earlier.Add(dismissal) : before.Earlier,
            };
        }

        return before.Status == PenaltyStatus.Pending && !after.Grounds.Any(g => g.Stands) ? after with { Status = PenaltyStatus.Withdrawn } : after;
    }

    /// <summary>What those who decide hear because of a ground, as a notice kind; null for nothing. Asked again, the same.</summary>
    public static string? Tells(PenaltyProposal proposal, string caseId, int sequence) => proposal switch
    {
        { Status: PenaltyStatus.Pending } when proposal.RaisedBy.CaseId == caseId && proposal.RaisedBy.Sequence == sequence => NoticeKinds.PenaltyProposed,
        // Also of a confirmed one: nobody takes it back but people, and they have to know.
        { Status: PenaltyStatus.Withdrawn or PenaltyStatus.Confirmed } when !proposal.Grounds.Any(g => g.Stands)
            && proposal.Grounds.Any(g => g.CaseId == caseId && g.Sequence == sequence) => NoticeKinds.PenaltyWithdrawn,
        _ => null,
    };

    /// <summary>Confirms or dismisses.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="actor">Staff id of whoever decides.</param>
    /// <param name="mayDecide">Whether that is one of those who decide (<see cref="PenaltyAuthority"/>).</param>
    /// <param name="confirmed">Confirmed, or dismissed.</param>
    /// <param name="reason">Why it is dismissed.</param>
    /// <param name="at">When.</param>
    public static (PenaltyProposal? After, PenaltyRefusal? Refusal) Decide(
        PenaltyProposal proposal, string actor, bool mayDecide, bool confirmed, string? reason, DateTimeOffset at)
    {
        PenaltyRefusal? refusal = proposal switch
        {
            _ when proposal.Person == actor => PenaltyRefusal.AboutYourself,
            _ when !mayDecide => PenaltyRefusal.NotYourRole,
            { Status: PenaltyStatus.Withdrawn } => PenaltyRefusal.Withdrawn,
            { Decision: not null } => PenaltyRefusal.Decided,
            _ when confirmed && reason is not null => PenaltyRefusal.ReasonNotAsked,
            _ when !confirmed && reason is null => PenaltyRefusal.ReasonMissing,
            _ when !confirmed && !DismissReasons.Contains(reason!) => PenaltyRefusal.ReasonUnknown,
            _ => null,
        };
        return refusal is not null
            ? (null, refusal)
            : (proposal with
            {
                Status = confirmed ? PenaltyStatus.Confirmed : PenaltyStatus.Dismissed,
                Decision = new(confirmed, reason, actor, at),
            },
            null);
    }

    /// <summary>When those who decide are reminded: on the morning of the last day, as of everything that is due on a day (COM-TIME-11).</summary>
    public static DateTimeOffset RemindAt(PolicyPack pack, PenaltyProposal proposal) =>
        pack.Time(pack.Calendar).OpeningOn(ChinaTime.Date(proposal.DecideBy));

    // The end of the month; what is found later has to the end of that month.
    private static DateTimeOffset DecideBy(PolicyPack pack, string month, DateTimeOffset at)
    {
        var found = ChinaTime.Date(at);
        var (year, number) = string.CompareOrdinal(PenaltyGrounds.MonthOf(found), month) > 0
            ? (found.Year, found.Month)
            : (int.Parse(month[..4], System.Globalization.CultureInfo.InvariantCulture), int.Parse(month[5..], System.Globalization.CultureInfo.InvariantCulture));
        var time = pack.Time(pack.Calendar);
        var last = time.ClosingOn(time.OpenDayUntil(new DateOnly(year, number, DateTime.DaysInMonth(year, number))));
        return last > at ? last : time.ClosingOn(time.OpenDayFrom(found.AddDays(1)));
    }
}

/// <summary>Why a proposal is not decided.</summary>
public enum PenaltyRefusal
{
    /// <summary>Nobody decides about himself.</summary>
    AboutYourself,

    /// <summary>Another role decides.</summary>
    NotYourRole,

    /// <summary>It was decided before: once is for good.</summary>
    Decided,

    /// <summary>No case says it any more.</summary>
    Withdrawn,

    /// <summary>A dismissal says why.</summary>
    ReasonMissing,

    /// <summary>Not one of <see cref="PenaltyDecider.DismissReasons"/>.</summary>
    ReasonUnknown,

    /// <summary>A confirmation follows the rule and has no reason of its own.</summary>
    ReasonNotAsked,
}
