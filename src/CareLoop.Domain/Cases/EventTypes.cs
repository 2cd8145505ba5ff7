using System.Collections.Immutable;
using System.Reflection;

namespace CareLoop.Domain.Cases;

/// <summary>Types of timeline events (glossary section 4, and what time alone brings about).</summary>
public static class EventTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> All { get; } = typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);

    public const string CaseReceived = nameof(CaseReceived);
    public const string CaseRegistered = nameof(CaseRegistered);
    public const string CaseClassified = nameof(CaseClassified);
    public const string Reclassified = nameof(Reclassified);
    public const string FirstReplied = nameof(FirstReplied);
    public const string Contacted = nameof(Contacted);
    public const string Commented = nameof(Commented);
    public const string QuestionSent = nameof(QuestionSent);
    public const string CustomerSupplemented = nameof(CustomerSupplemented);
    public const string InvestigationStarted = nameof(InvestigationStarted);
    public const string InvestigationDone = nameof(InvestigationDone);
    public const string SolutionProposed = nameof(SolutionProposed);
    public const string SolutionAgreed = nameof(SolutionAgreed);
    public const string SolutionRefused = nameof(SolutionRefused);
    public const string ImplementationCompleted = nameof(ImplementationCompleted);
    public const string FeedbackGiven = nameof(FeedbackGiven);
    public const string FollowUpPlanned = nameof(FollowUpPlanned);
    public const string FollowUpOpened = nameof(FollowUpOpened);
    public const string FollowUpAttempted = nameof(FollowUpAttempted);
    public const string FollowUpCompleted = nameof(FollowUpCompleted);
    public const string FollowUpMissed = nameof(FollowUpMissed);
    public const string CaseReopened = nameof(CaseReopened);
    public const string CaseArchived = nameof(CaseArchived);
    public const string CustomerWithdrew = nameof(CustomerWithdrew);

    public const string OnSiteArrived = nameof(OnSiteArrived);
    public const string DecisionTold = nameof(DecisionTold);

    public const string CustomerConfirmed = nameof(CustomerConfirmed);
    public const string ImplementationFailed = nameof(ImplementationFailed);
    public const string ApprovalSubmitted = nameof(ApprovalSubmitted);
    public const string ApprovalDecided = nameof(ApprovalDecided);
    public const string DispatchCreated = nameof(DispatchCreated);
    public const string ThirdPartyAsked = nameof(ThirdPartyAsked);
    public const string ThirdPartyAnswered = nameof(ThirdPartyAnswered);
    public const string ThirdPartyGivenUp = nameof(ThirdPartyGivenUp);
    public const string NoReply = nameof(NoReply);
    public const string CaseRejected = nameof(CaseRejected);
    public const string Transferred = nameof(Transferred);
    public const string OwnerTransferred = nameof(OwnerTransferred);
    public const string HandoverAccepted = nameof(HandoverAccepted);
    public const string FollowUpRescheduled = nameof(FollowUpRescheduled);

    /// <summary>The case was offered to somebody else, who has not accepted yet.</summary>
    public const string TransferOffered = nameof(TransferOffered);

    /// <summary>The customer learned how it stands and when the next answer comes (COM-PROC-04).</summary>
    public const string ProgressTold = nameof(ProgressTold);

    /// <summary>A named person answers for what was reported upward (COM-TIME-13).</summary>
    public const string Acknowledged = nameof(Acknowledged);

    /// <summary>An authority set the date by which it wants its answer (MALL-ESC-05).</summary>
    public const string AuthorityDateEntered = nameof(AuthorityDateEntered);

    /// <summary>The authority has its answer.</summary>
    public const string AuthorityAnswered = nameof(AuthorityAnswered);

    /// <summary>The agreed money was paid.</summary>
    public const string PaymentMade = nameof(PaymentMade);

    /// <summary>The money has arrived.</summary>
    public const string PaymentConfirmed = nameof(PaymentConfirmed);

    /// <summary>The payment failed or came back: it has to be made again.</summary>
    public const string PaymentReturned = nameof(PaymentReturned);

    /// <summary>What the customer owes for the repair was recorded (NET-WAR-03).</summary>
    public const string ChargeRecorded = nameof(ChargeRecorded);

    /// <summary>What was paid is claimed from the counterparty (MALL-AC-05).</summary>
    public const string RecoveryOpened = nameof(RecoveryOpened);

    /// <summary>A part of the claim came in.</summary>
    public const string RecoveryReceived = nameof(RecoveryReceived);

    /// <summary>A manager keeps the case's data beyond their time (COM-ARC-03).</summary>
    public const string RetentionHeld = nameof(RetentionHeld);

    /// <summary>What they were kept for is over.</summary>
    public const string HoldLifted = nameof(HoldLifted);

    /// <summary>The case no longer knows whom it was about (COM-ARC-03).</summary>
    public const string Anonymised = nameof(Anonymised);

    /// <summary>A care task ended because its customer is not to be contacted any more.</summary>
    public const string CareCancelled = nameof(CareCancelled);

    /// <summary>Items of a check list were ticked.</summary>
    public const string ChecksRecorded = nameof(ChecksRecorded);

    /// <summary>Why it happened, and whose mistake it was if it was anybody's.</summary>
    public const string RootCauseRecorded = nameof(RootCauseRecorded);

    /// <summary>The company that erred apologised (COM-PROC-05).</summary>
    public const string Apologised = nameof(Apologised);

    /// <summary>The customer was reminded of an open question.</summary>
    public const string CustomerReminded = nameof(CustomerReminded);

    /// <summary>A week without anything that has a limit (COM-OWN-02).</summary>
    public const string OwnerReminded = nameof(OwnerReminded);

    /// <summary>The last step of an approval: limits may start with it. Not a line of the timeline.</summary>
    public const string Approved = nameof(Approved);

    /// <summary>A limit is near (COM-TIME-11).</summary>
    public const string DeadlineWarned = nameof(DeadlineWarned);

    /// <summary>A limit was missed (COM-ESC-01).</summary>
    public const string DeadlineBreached = nameof(DeadlineBreached);

    /// <summary>What fulfils a limit was accepted in time but arrived after it was judged missed.</summary>
    public const string DeadlineCorrected = nameof(DeadlineCorrected);

    /// <summary>Running limits moved because holidays were published or corrected (COM-TIME-14).</summary>
    public const string CalendarChanged = nameof(CalendarChanged);

    /// <summary>The case goes on by another handbook.</summary>
    public const string HandbookChanged = nameof(HandbookChanged);

    /// <summary>The case became one of a group incident.</summary>
    public const string GroupJoined = nameof(GroupJoined);

    /// <summary>It is a matter of its own again.</summary>
    public const string GroupLeft = nameof(GroupLeft);

    /// <summary>A birthday card was made or handed over (EDU-BD-02).</summary>
    public const string CardRecorded = nameof(CardRecorded);

    /// <summary>A higher rung of a ladder was reached.</summary>
    public const string Escalated = nameof(Escalated);
}

/// <summary>Kinds of notices; a pack has a template for each.</summary>
public static class NoticeKinds
{
    public const string AutoAck = "case.autoack";
    public const string Registered = "case.registered";
    public const string Assigned = "case.assigned";
    public const string Question = "case.question";
    public const string Supplemented = "case.supplemented";
    public const string SolutionProposed = "solution.proposed";
    public const string Feedback = "case.feedback";
    public const string Escalated = "case.escalated";
    public const string Reopened = "case.reopened";
    public const string Archived = "case.archived";
    public const string Rejected = "case.rejected";
    public const string Reminder = "case.reminder";
    public const string Progress = "case.progress";
    public const string MediaAlert = "media.alert";
    public const string AuthorityDate = "case.authority";
    public const string ApprovalRequested = "approval.requested";
    public const string ApprovalDecided = "approval.decided";
    public const string PaymentReturned = "payment.returned";
    public const string Dispatched = "dispatch.created";
    public const string SlaWarning = "sla.warning";
    public const string SlaBreached = "sla.breached";
    public const string FollowUpDue = "followup.due";
    public const string FollowUpMissed = "followup.missed";
    public const string FollowUpSurvey = "followup.survey";
    public const string DutyDue = "duty.due";
    public const string DutyOverdue = "duty.overdue";
    public const string CareDue = "care.due";

    /// <summary>To sales: a customer who was called may want to buy something, and agreed to be asked (EDU-BD-04).</summary>
    public const string CareLead = "care.lead";
    public const string WarrantyExpiring = "warranty.expiring";

    /// <summary>To those who decide: a case gives grounds for a penalty proposal.</summary>
    public const string PenaltyProposed = "penalty.proposed";

    /// <summary>To those who decide: no case says it any more.</summary>
    public const string PenaltyWithdrawn = "penalty.withdrawn";

    /// <summary>To those who decide: it is the last day.</summary>
    public const string PenaltyDue = "penalty.due";

    /// <summary>To staff: a notice did not get through to the customer, who is to be called.</summary>
    public const string CallCustomer = "customer.call";

    /// <summary>To staff: somebody in a chat needs a person.</summary>
    public const string ChatWaiting = "chat.waiting";

    /// <summary>Whether a notice concerns a colleague: for its recipients alone, never for a group chat.</summary>
    public static bool IsConfidential(string kind) => kind is PenaltyProposed or PenaltyWithdrawn or PenaltyDue;
}

/// <summary>Kinds of notices from case to case, which nobody reads.</summary>
public static class CaseNotices
{
    /// <summary>To the other cases of a group incident: what was said here is to be said there.</summary>
    public const string GroupTold = "group.told";
}

/// <summary>Flags the rules themselves set.</summary>
public static class CaseFlags
{
    /// <summary>A limit was missed and is still open.</summary>
    public const string Overdue = nameof(Overdue);

    /// <summary>Media, authority or lawsuit threatened (COM-ESC-04).</summary>
    public const string MediaRisk = nameof(MediaRisk);

    /// <summary>Somebody may have to go at once (PROP-CLS-02, DEV-SLA-03).</summary>
    public const string Emergency = nameof(Emergency);

    /// <summary>Reopened after dissatisfaction.</summary>
    public const string Reopened = "ReopenedFlag";

    /// <summary>The same person made the same mistake again (ECOM-PEN-02).</summary>
    public const string RepeatError = nameof(RepeatError);

    /// <summary>Those that only the rules set and take back.</summary>
    internal static ImmutableArray<string> OfRules { get; } = [Overdue, Reopened, RepeatError];
}
