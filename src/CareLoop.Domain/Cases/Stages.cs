using System.Collections.Immutable;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using static CareLoop.Domain.Cases.CaseStatus;

namespace CareLoop.Domain.Cases;

/// <summary>One allowed step of a case.</summary>
/// <param name="From">Status before.</param>
/// <param name="To">Status after.</param>
/// <param name="Event">Event that makes it.</param>
/// <param name="Path">Short cut only some case types may take.</param>
public sealed record Transition(CaseStatus From, CaseStatus To, string Event, CasePath? Path = null)
{
    /// <summary>As packs name it when they do without it.</summary>
    public string Key { get; } = $"{From}>{To}";
}

/// <summary>The stage model of all packs (policy-packs section 3). It is code, because a pack may only take transitions away.</summary>
public static class Stages
{
    private static readonly CaseStatus[] MayAsk = [Registered, Classified, Investigating, SolutionProposed, Implementing];

    /// <summary>Statuses a case never leaves, but for reopening an archived one.</summary>
    public static ImmutableArray<CaseStatus> Terminal { get; } = [Archived, Rejected, Withdrawn, Transferred];

    /// <summary>Every transition of the model.</summary>
    public static ImmutableArray<Transition> All { get; } = [.. Build()];

    /// <summary>Whether this pack and case type let a case go from one status to the other.</summary>
    public static bool Allows(PolicyPack pack, string type, CaseStatus from, CaseStatus to) =>
        All.Any(t => t.From == from && t.To == to
            && (t.Path is not { } path || pack.Type(type).Takes(path))
            && !pack.RemovedTransitions.Contains(t.Key));

    /// <summary>The transitions this pack leaves to a case type.</summary>
    public static ImmutableArray<Transition> Of(PolicyPack pack, string type)
    {
        var rule = pack.Type(type);
        return [.. All.Where(t => (t.Path is not { } path || rule.Takes(path)) && !pack.RemovedTransitions.Contains(t.Key))];
    }

    private static IEnumerable<Transition> Build()
    {
        yield return new(Received, Registered, EventTypes.CaseRegistered);
        yield return new(Registered, Classified, EventTypes.CaseClassified);
        foreach (var from in MayAsk)
        {
            yield return new(from, WaitingCustomer, EventTypes.QuestionSent);
            yield return new(WaitingCustomer, from, EventTypes.CustomerSupplemented);
        }

        foreach (var from in new[] { Received, Registered, Classified })
            yield return new(from, Rejected, EventTypes.CaseRejected);
        yield return new(WaitingCustomer, Withdrawn, EventTypes.NoReply);
        yield return new(Classified, Investigating, EventTypes.InvestigationStarted);
        yield return new(Classified, FeedbackGiven, EventTypes.FeedbackGiven, CasePath.AnswerAtOnce);
        yield return new(Classified, SolutionProposed, EventTypes.SolutionProposed, CasePath.SolveAtOnce);
        yield return new(Classified, AwaitingApproval, EventTypes.ApprovalSubmitted, CasePath.PreApproval);
        foreach (var from in new[] { Classified, Investigating })
            yield return new(from, Implementing, EventTypes.DispatchCreated, CasePath.Dispatch);
        foreach (var from in new[] { Classified, Investigating, Implementing })
            yield return new(from, WaitingThirdParty, EventTypes.ThirdPartyAsked);
        yield return new(WaitingThirdParty, Investigating, EventTypes.ThirdPartyAnswered);
        yield return new(WaitingThirdParty, Implementing, EventTypes.ThirdPartyAnswered);
        yield return new(WaitingThirdParty, SolutionProposed, EventTypes.SolutionProposed);
        yield return new(Investigating, SolutionProposed, EventTypes.SolutionProposed);
        yield return new(Investigating, FeedbackGiven, EventTypes.FeedbackGiven);
        yield return new(SolutionProposed, Investigating, EventTypes.SolutionRefused);
        yield return new(SolutionProposed, Implementing, EventTypes.SolutionAgreed);
        yield return new(SolutionProposed, FeedbackGiven, EventTypes.SolutionAgreed);
        yield return new(SolutionProposed, AwaitingApproval, EventTypes.SolutionAgreed);
        yield return new(AwaitingApproval, Implementing, EventTypes.ApprovalDecided);
        yield return new(AwaitingApproval, Investigating, EventTypes.ApprovalDecided);
        yield return new(Implementing, Investigating, EventTypes.ImplementationFailed);
        yield return new(Implementing, FeedbackGiven, EventTypes.FeedbackGiven);
        // Not in the handbook's table: a bank can return money after the customer was told that it is on its way.
        foreach (var from in new[] { FeedbackGiven, FollowUpPending, FollowUpCompleted })
            yield return new(from, Implementing, EventTypes.PaymentReturned);
        yield return new(FeedbackGiven, FollowUpPending, EventTypes.FollowUpPlanned);
        yield return new(FeedbackGiven, Archived, EventTypes.CaseArchived);
        yield return new(FollowUpPending, FollowUpCompleted, EventTypes.FollowUpCompleted);
        yield return new(FollowUpCompleted, Archived, EventTypes.CaseArchived);
        yield return new(FollowUpPending, Reopened, EventTypes.CaseReopened);
        yield return new(FollowUpCompleted, Reopened, EventTypes.CaseReopened);
        yield return new(Archived, Reopened, EventTypes.CaseReopened);
        yield return new(Reopened, Investigating, EventTypes.InvestigationStarted);
        foreach (var from in Enum.GetValues<CaseStatus>().Where(s => !Terminal.Contains(s)))
        {
            yield return new(from, Withdrawn, EventTypes.CustomerWithdrew);
            yield return new(from, Transferred, EventTypes.Transferred);
        }
    }
}
