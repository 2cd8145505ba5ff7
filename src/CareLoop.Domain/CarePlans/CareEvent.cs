using System.Collections.Immutable;
using CareLoop.Domain.Cases;

namespace CareLoop.Domain.CarePlans;

/// <summary>One line of a care task's timeline. Never holds free text or names.</summary>
/// <param name="Type">Event name of the glossary, such as <c>FollowUpCompleted</c>.</param>
/// <param name="At">When it took effect.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="StatusAfter">Status after it.</param>
/// <param name="Data">Codes worth keeping with the line.</param>
/// <param name="Notices">Who is told.</param>
public sealed record CareEvent(
    string Type,
    DateTimeOffset At,
    Actor Actor,
    FollowUpStatus StatusAfter,
    ImmutableSortedDictionary<string, string> Data,
    ImmutableArray<Notice> Notices);

/// <summary>The answer of <see cref="CareDecider.Decide"/>: applied, or refused with the reason.</summary>
public abstract record CareDecision
{
    private CareDecision()
    {
    }

    /// <summary>The task moves on.</summary>
    public sealed record Applied(CareTask Task, ImmutableArray<CareEvent> Events) : CareDecision;

    /// <summary>Nothing changes.</summary>
    public sealed record Refused(Refusal Refusal) : CareDecision;
}
