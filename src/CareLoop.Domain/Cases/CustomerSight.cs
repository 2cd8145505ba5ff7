namespace CareLoop.Domain.Cases;

/// <summary>
/// What a customer may see of their case's timeline (COM-PRIV-01). Both lists name what is shown, so that whatever is added later
/// stays inside the house until somebody decides otherwise.
/// </summary>
public static class CustomerSight
{
    private static readonly HashSet<string> Steps =
    [
        EventTypes.CaseReceived, EventTypes.CaseRegistered, EventTypes.CaseClassified, EventTypes.FirstReplied, EventTypes.Contacted,
        EventTypes.QuestionSent, EventTypes.CustomerSupplemented, EventTypes.InvestigationStarted, EventTypes.InvestigationDone,
        EventTypes.SolutionProposed, EventTypes.SolutionAgreed, EventTypes.SolutionRefused, EventTypes.ImplementationCompleted,
        EventTypes.FeedbackGiven, EventTypes.FollowUpPlanned, EventTypes.FollowUpCompleted, EventTypes.CaseReopened, EventTypes.CaseArchived,
        EventTypes.CustomerWithdrew, EventTypes.DecisionTold,
    ];

    private static readonly HashSet<string> Messages =
    [
        EventTypes.FirstReplied, EventTypes.Contacted, EventTypes.QuestionSent, EventTypes.SolutionProposed, EventTypes.FeedbackGiven, EventTypes.DecisionTold,
    ];

    /// <summary>Whether the line is shown at all.</summary>
    public static bool ShowsEvent(CaseEvent item) => Steps.Contains(item.Type) || IsVisibleComment(item);

    /// <summary>Whether its words are shown: the customer's own, and what was meant for the customer. Staff's notes are not.</summary>
    public static bool ShowsText(CaseEvent item) =>
        item.Actor.Kind == ActorKind.Customer || Messages.Contains(item.Type) || IsVisibleComment(item);

    /// <summary>The customer's own comments, and those of staff that were meant for the customer.</summary>
    private static bool IsVisibleComment(CaseEvent item) =>
        item.Type == EventTypes.Commented && (item.Actor.Kind == ActorKind.Customer || item.Data.GetValueOrDefault("visible") == "true");
}
