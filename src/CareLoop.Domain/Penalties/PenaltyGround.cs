using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Penalties;

/// <summary>What a case says against somebody by a rule of the handbook. It stands until the case says otherwise.</summary>
/// <param name="Rule">Penalty rule of the pack.</param>
/// <param name="Person">Staff id.</param>
/// <param name="Stands">False once the classification or the cause was taken back.</param>
/// <param name="Sequence">The line of the timeline that said so last.</param>
/// <param name="At">When that was.</param>
public sealed record PenaltyGround(string Rule, string Person, bool Stands, int Sequence, DateTimeOffset At);

/// <summary>Keeps the grounds of a case in step with its classification and its cause.</summary>
public static class PenaltyGrounds
{
    // Only what was taken back gives way, the oldest first: rows of proposals know it by then.
    private const int MostTakenBack = 24;

    /// <summary>The month the customer complained in, in Shanghai, such as <c>2026-03</c>: that month's pay is meant (EDU-PEN-01), whenever the case is classified.</summary>
    public static string MonthOf(CaseState state) => MonthOf(ChinaTime.Date(state.ReceivedAt));

    internal static string MonthOf(DateOnly day) => day.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The case was classified. A cause that was recorded is looked at again, since rules may hold for some types only.</summary>
    internal static Refusal? Classified(Turn turn) => Settle(turn, rule => rule.When is PenaltyCondition.Named || turn.State.RootCause is not null);

    /// <summary>The root cause was recorded. After reopening nothing is known of it until then, and what was found the first time stands.</summary>
    internal static Refusal? CauseRecorded(Turn turn) => Settle(turn, rule => rule.When is not PenaltyCondition.Named);

    private static Refusal? Settle(Turn turn, Func<PenaltyRule, bool> concerns)
    {
        var grounds = turn.State.PenaltyGrounds;
        PenaltyGround Now(string rule, string person, bool stands) => new(rule, person, stands, turn.State.Sequence, turn.At);
        foreach (var rule in PenaltyBook.Of(turn.Pack).Where(concerns))
        {
            var person = rule.PersonOf(turn.State);
            // Whoever is concerned does not decide, and so does not take back what the decision is about.
            if (person != turn.Actor.Id && grounds.Any(g => g.Rule == rule.Id && g.Stands && g.Person == turn.Actor.Id))
                return new(RefusalReason.OwnRequest, "staff", turn.Actor.Id, [], rule.Source.RuleId);
            grounds = [.. grounds.Select(g => g.Rule == rule.Id && g.Stands && g.Person != person ? Now(g.Rule, g.Person, false) : g)];
            if (person is not null && !grounds.Any(g => g.Rule == rule.Id && g.Person == person && g.Stands))
                grounds = [.. grounds.Where(g => g.Rule != rule.Id || g.Person != person), Now(rule.Id, person, true)];
        }

        var surplus = grounds.Where(g => !g.Stands).OrderByDescending(g => g.Sequence).Skip(MostTakenBack).ToHashSet();
        turn.Change(s => s with { PenaltyGrounds = [.. grounds.Where(g => !surplus.Contains(g))] });
        return null;
    }
}
