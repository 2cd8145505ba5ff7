using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Facts begin to be verified.</summary>
internal sealed class StartingInvestigation : Verb<StartInvestigation>
{
    public override string Name => "startInvestigation";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Status == CaseStatus.Classified && Can(pack, state, CaseStatus.Investigating);

    protected override Refusal? Do(Turn turn, StartInvestigation command)
    {
        turn.Emit(EventTypes.InvestigationStarted, CaseStatus.Investigating, []);
        return null;
    }
}

/// <summary>What was found; may be corrected by recording it again.</summary>
internal sealed class RecordingInvestigation : Verb<RecordInvestigation>
{
    public const string Upheld = nameof(Upheld);
    private static readonly ImmutableArray<string> Findings = [Upheld, "NotUpheld"];

    public override string Name => "recordInvestigation";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) =>
        state.Status is CaseStatus.Investigating or CaseStatus.WaitingThirdParty;

    protected override Refusal? Do(Turn turn, RecordInvestigation command)
    {
        if (!Findings.Contains(command.Finding))
            return Unknown("finding", command.Finding, Findings);
        var liabilities = turn.Pack.Liabilities;
        if (command.Liability is { } liability && !liabilities.Any(l => l.Id == liability))
            return Unknown("liability", liability, [.. liabilities.Select(l => l.Id)]);
        turn.Change(s => s with { Finding = command.Finding, Liability = command.Liability, Cause = command.Cause });
        turn.Emit(EventTypes.InvestigationDone, [], ("finding", command.Finding), ("liability", command.Liability), ("cause", command.Cause));
        return null;
    }
}
