using System.Collections.Immutable;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Penalties;

/// <summary>When a handbook proposes something about a member of staff (扣罚建议), what it proposes, and who confirms it.</summary>
/// <param name="Id">Such as <c>staff-complaint</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="When">What a case has to say.</param>
/// <param name="Types">Case types; empty: all.</param>
/// <param name="Kind">What is proposed, in the handbook's words: no amount of pay is ever made up.</param>
/// <param name="ConfirmRole">The only role that decides.</param>
/// <param name="Cap">How many proposals there can be.</param>
/// <param name="CoachedWithin">Until when a confirmed coaching has to be done; null for the other kinds.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record PenaltyRule(
    string Id,
    LocalText Name,
    PenaltyCondition When,
    ImmutableArray<string> Types,
    PenaltyKind Kind,
    string ConfirmRole,
    PenaltyCap Cap,
    CareOffset? CoachedWithin,
    Provenance Source) : IPackObject
{
    /// <summary>Whom a case gives this rule grounds against, or null.</summary>
    internal string? PersonOf(CaseState state) => !Types.IsEmpty && !Types.Contains(state.Type)
        ? null
        : When switch
        {
            PenaltyCondition.Named named => named.Category == state.Category ? state.NamedStaff : null,
            PenaltyCondition.Caused caused => caused.RootCause == state.RootCause ? state.AtFault : null,
            PenaltyCondition.Repeated => state.Flags.Contains(CaseFlags.RepeatError) ? state.AtFault : null,
            _ => null,
        };
}

/// <summary>What a case has to say for a rule to propose something.</summary>
public abstract record PenaltyCondition
{
    private PenaltyCondition()
    {
    }

    /// <summary>It is classified under a category that is about a person, and names that person (EDU-PEN-01).</summary>
    public sealed record Named(string Category) : PenaltyCondition;

    /// <summary>Its root cause is this one, and somebody is responsible for it (ECOM-PEN-01).</summary>
    public sealed record Caused(string RootCause) : PenaltyCondition;

    /// <summary>The same person was responsible for the same root cause in another case not long before (ECOM-PEN-02).</summary>
    public sealed record Repeated(int WithinDays) : PenaltyCondition;
}

/// <summary>What is proposed.</summary>
public enum PenaltyKind
{
    /// <summary>The performance pay of the month.</summary>
    MonthPerformancePay,

    /// <summary>One penalty for each mistake (遇一罚一).</summary>
    OneForOnePenalty,

    /// <summary>Somebody goes through it with the person; nothing is taken away.</summary>
    CoachingTask,
}

/// <summary>How many proposals of one rule there can be.</summary>
public enum PenaltyCap
{
    /// <summary>One a case.</summary>
    PerCase,

    /// <summary>One a person and month, however many complain.</summary>
    PerPersonAndMonth,
}
