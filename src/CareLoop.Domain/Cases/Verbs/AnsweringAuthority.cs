using CareLoop.Domain.Cases.Clockwork;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>
/// The date an authority sets is a hard limit (MALL-ESC-05): nothing pauses it, reopening does not end it, and the case is not closed
/// before the authority has its answer. A later letter replaces it.
/// </summary>
internal sealed class EnteringAuthorityDate : Verb<EnterAuthorityDate>
{
    public override string Name => "enterAuthorityDate";

    public override Right Right => Right.TransferOut;

    public override bool IsPossible(PolicyPack pack, CaseState state) => !state.IsClosed && pack.Authority is not null;

    /// <summary>Whether an authority still waits for its answer.</summary>
    public static bool IsOwed(CaseState state) => state.Deadlines.Any(d => d.Purpose == DeadlinePurpose.Authority && Fulfilment.IsOpen(d));

    protected override Refusal? Do(Turn turn, EnterAuthorityDate command)
    {
        var rules = turn.Pack.Authority!;
        if (string.IsNullOrWhiteSpace(command.Authority))
            return Missing("authority", rules.Source.RuleId);
        if (command.AnswerBy <= turn.AcceptedAt)
            return Impossible("answerBy", null, rules.Source.RuleId);
        foreach (var earlier in turn.State.Deadlines.Where(d => d.Purpose == DeadlinePurpose.Authority && Fulfilment.IsOpen(d)).ToList())
            Fulfilment.Cancel(turn, earlier);
        var plan = new DeadlinePlan(
            "authority-answer", rules.Source.RuleId, new LocalText("答复主管部门", "Answer to the authority"), DeadlinePurpose.Authority, Clock.Fixed, turn.Pack.Calendar);
        var warning = command.AnswerBy.AddDays(-rules.WarnDays);
        var deadline = turn.Add(DeadlineMaker.Make(turn, plan, turn.AcceptedAt, command.AnswerBy) with
        {
            WarnAt = warning > turn.AcceptedAt ? ChinaTime.Local(warning) : null,
        });
        turn.Emit(
            EventTypes.AuthorityDateEntered,
            [new(NoticeKinds.AuthorityDate, turn.Owner, deadline.Id)],
            ("authority", command.Authority),
            ("answerBy", command.AnswerBy.ToString("O")));
        return null;
    }
}
