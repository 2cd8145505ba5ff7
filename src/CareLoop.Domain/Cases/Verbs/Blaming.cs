using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Penalties;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Why it happened is known, perhaps long before the case is closed; recording it again corrects it.</summary>
internal sealed class Blaming : Verb<RecordRootCause>
{
    public override string Name => "recordRootCause";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && state.TypeConfirmed;

    /// <summary>Takes a root cause over, with whoever is responsible for it. The same one again changes nothing.</summary>
    public static Refusal? Take(Turn turn, string cause, string? named)
    {
        var person = named ?? (cause == turn.State.RootCause ? turn.State.AtFault : null);
        if (Unknown(turn, named) is { } unknown)
            return unknown;
        // One for one (ECOM-PEN-01): whose mistake it was is not left out.
        if (person is null && Asking(turn, cause) is { } rule)
            return Missing("staff", rule.Source.RuleId);
        if (cause == turn.State.RootCause && person == turn.State.AtFault)
            return null;
        var again = person is not null && turn.Facts.EarlierError is not null;
        turn.Change(s => s with
        {
            RootCause = cause,
            AtFault = person,
            Flags = again ? s.Flags.Add(CaseFlags.RepeatError) : s.Flags.Remove(CaseFlags.RepeatError),
        });
        return null;
    }

    /// <summary>A person that nobody in the directory is.</summary>
    public static Refusal? Unknown(Turn turn, string? staff) =>
        staff is null || staff == turn.Facts.KnownStaff ? null : new(RefusalReason.Impossible, "staff", staff, []);

    /// <summary>What the line of the timeline says about it.</summary>
    public static (string, string?)[] Data(Turn turn) =>
    [
        ("rootCause", turn.State.RootCause),
        ("staff", turn.State.AtFault),
        ("repeats", turn.State.Flags.Contains(CaseFlags.RepeatError) ? turn.Facts.EarlierError : null),
    ];

    protected override Refusal? Do(Turn turn, RecordRootCause command)
    {
        if (string.IsNullOrWhiteSpace(command.RootCause))
            return Missing("rootCause", "COM-PROC-07");
        if (Take(turn, command.RootCause, command.Staff) is { } refusal)
            return refusal;
        turn.Emit(EventTypes.RootCauseRecorded, [], Data(turn));
        return PenaltyGrounds.CauseRecorded(turn);
    }

    private static PenaltyRule? Asking(Turn turn, string cause) => PenaltyBook.Of(turn.Pack).FirstOrDefault(r =>
        r.When is PenaltyCondition.Caused { RootCause: var asked } && asked == cause && (r.Types.IsEmpty || r.Types.Contains(turn.State.Type)));
}
