using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Somebody outside has to answer; the clock keeps running (COM-TIME-10).</summary>
internal sealed class AskingThirdParty : Verb<AskThirdParty>
{
    public override string Name => "askThirdParty";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => Can(pack, state, CaseStatus.WaitingThirdParty);

    protected override Refusal? Do(Turn turn, AskThirdParty command)
    {
        turn.Change(s => s with { ResumeStatus = s.Status == CaseStatus.Implementing ? CaseStatus.Implementing : CaseStatus.Investigating });
        turn.Emit(EventTypes.ThirdPartyAsked, CaseStatus.WaitingThirdParty, [], ("party", command.Party));
        return null;
    }
}

/// <summary>The third party answered, or is no longer waited for.</summary>
internal sealed class ClosingThirdParty : Verb<CloseThirdParty>
{
    public override string Name => "closeThirdParty";

    public override Right Right => Right.Handle;

    public override bool IsPossible(PolicyPack pack, CaseState state) => state.Status == CaseStatus.WaitingThirdParty;

    protected override Refusal? Do(Turn turn, CloseThirdParty command)
    {
        var back = turn.State.ResumeStatus ?? CaseStatus.Investigating;
        turn.Change(s => s with { ResumeStatus = null });
        turn.Emit(command.Answered ? EventTypes.ThirdPartyAnswered : EventTypes.ThirdPartyGivenUp, back, []);
        return null;
    }
}
