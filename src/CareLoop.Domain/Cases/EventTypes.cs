namespace CareLoop.Domain.Cases;

/// <summary>Types of timeline events (glossary section 4, and what time alone brings about).</summary>
public static class EventTypes
{
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

    /// <summary>A limit is near (COM-TIME-11).</summary>
    public const string DeadlineWarned = nameof(DeadlineWarned);

    /// <summary>A limit was missed (COM-ESC-01).</summary>
    public const string DeadlineBreached = nameof(DeadlineBreached);

    /// <summary>What fulfils a limit was accepted in time but arrived after it was judged missed.</summary>
    public const string DeadlineCorrected = nameof(DeadlineCorrected);

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
    public const string SlaWarning = "sla.warning";
    public const string SlaBreached = "sla.breached";
    public const string FollowUpDue = "followup.due";
    public const string FollowUpMissed = "followup.missed";
    public const string FollowUpSurvey = "followup.survey";
}

/// <summary>Flags the rules themselves set.</summary>
public static class CaseFlags
{
    /// <summary>A limit was missed and is still open.</summary>
    public const string Overdue = nameof(Overdue);

    /// <summary>Reopened after dissatisfaction.</summary>
    public const string Reopened = "ReopenedFlag";
}
