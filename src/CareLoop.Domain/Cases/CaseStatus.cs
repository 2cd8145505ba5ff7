namespace CareLoop.Domain.Cases;

/// <summary>Where a case stands (状态). The Chinese names are in the glossary.</summary>
public enum CaseStatus
{
    Received,
    Registered,
    Classified,
    Investigating,
    WaitingCustomer,
    WaitingThirdParty,
    SolutionProposed,
    AwaitingApproval,
    Implementing,
    FeedbackGiven,
    FollowUpPending,
    FollowUpCompleted,
    Reopened,
    Archived,
    Rejected,
    Withdrawn,
    Transferred,
}
