using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>A case type (类型) and what it asks for.</summary>
/// <param name="Id">Such as <c>Complaint</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Categories">Categories it may have; empty: all of the pack.</param>
/// <param name="FollowUpPlan">Plan that starts with the feedback, or null.</param>
/// <param name="RequiresRootCause">No archive without a root cause (COM-PROC-07).</param>
/// <param name="Paths">Short cuts of the stage model it may take, such as <c>answerAtOnce</c>.</param>
/// <param name="ConfirmBeforeFeedback">The customer confirms the work before the case is called done (DEV-PROC-01).</param>
/// <param name="Rejectable">May be refused as out of scope; false where everything must be accepted (MALL-OWN-01).</param>
/// <param name="Forms">Forms that belong to it.</param>
/// <param name="ReservedFor">The one role that owns such cases and speaks in them, or null (MALL-ESC-04).</param>
/// <param name="Source">Where it comes from.</param>
public sealed record CaseTypeRule(
    string Id,
    LocalText Name,
    ImmutableArray<string> Categories,
    string? FollowUpPlan,
    bool RequiresRootCause,
    ImmutableArray<CasePath> Paths,
    bool ConfirmBeforeFeedback,
    bool Rejectable,
    ImmutableArray<string> Forms,
    string? ReservedFor,
    Provenance Source) : IPackObject
{
    public bool Takes(CasePath path) => Paths.Contains(path);
}

/// <summary>Short cuts of the stage model that only some case types may take (policy-packs section 3).</summary>
public enum CasePath
{
    /// <summary>Classified → FeedbackGiven: consultations, suggestions, data changes.</summary>
    AnswerAtOnce,

    /// <summary>Classified → SolutionProposed: refunds, returns.</summary>
    SolveAtOnce,

    /// <summary>Classified, Investigating → Implementing: repairs and service requests.</summary>
    Dispatch,

    /// <summary>Classified → AwaitingApproval: what must be approved before anything else.</summary>
    PreApproval,
}
