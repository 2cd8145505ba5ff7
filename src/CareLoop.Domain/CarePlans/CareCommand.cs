using System.Collections.Immutable;

namespace CareLoop.Domain.CarePlans;

/// <summary>What can be done to a care task.</summary>
public abstract record CareCommand
{
    private CareCommand()
    {
    }

    /// <summary>The customer was not reached (COM-FU-03).</summary>
    /// <param name="Mode">How it was tried, such as <c>Call</c>.</param>
    /// <param name="OverrideReason">Why it was tried outside the calling hours, or null.</param>
    public sealed record Attempt(string Mode = "Call", string? OverrideReason = null) : CareCommand;

    /// <summary>The customer asked to be called at another time (COM-PHONE-04).</summary>
    public sealed record Reschedule(DateTimeOffset At) : CareCommand;

    /// <summary>The customer was spoken to, or the notice was posted.</summary>
    /// <param name="Mode">How.</param>
    /// <param name="Result">A result of COM-FU-05; may be null where a check list or a notice is the content.</param>
    /// <param name="Items">Items of the check list that were covered.</param>
    /// <param name="NewCase">Number of the case that a new problem became, or null.</param>
    /// <param name="OverrideReason">Why it was done outside the calling hours, or null.</param>
    /// <param name="RaisesOpinion">The customer said something that the next contact has to answer (EDU-FU-03).</param>
    /// <param name="Test">Where the multiple-intelligence test stands: <c>NotBooked</c> or <c>Booked</c> (EDU-FU-05).</param>
    /// <param name="Lead">What a member called on a birthday may want to buy, a class of <see cref="BirthdayCalls.Leads"/> (EDU-BD-04).</param>
    public sealed record Complete(
        string Mode,
        string? Result,
        ImmutableArray<string> Items,
        string? NewCase = null,
        string? OverrideReason = null,
        bool RaisesOpinion = false,
        string? Test = null,
        string? Lead = null) : CareCommand;

    /// <summary>The birthday card was made, or handed over (EDU-BD-02).</summary>
    /// <param name="Gift">Whether there is a gift with it.</param>
    /// <param name="HandedOverBy">Who of the school's staff handed it over; null while nobody has.</param>
    public sealed record RecordCard(bool Gift, string? HandedOverBy = null) : CareCommand;

    /// <summary>Somebody else is to ask the customer.</summary>
    /// <param name="To">Staff id.</param>
    public sealed record PassOn(string To) : CareCommand;

    /// <summary>What the customer reported in the contact has become a case (J08).</summary>
    /// <param name="Case">Its number.</param>
    public sealed record Link(string Case) : CareCommand;

    /// <summary>The customer answered the survey sent after vain attempts.</summary>
    public sealed record AnswerSurvey(string Result) : CareCommand;
}

/// <summary>What a decision needs to know besides the task.</summary>
/// <param name="TestDone">The multiple-intelligence test is done: nobody has to arrange it any more (EDU-FU-05).</param>
/// <param name="OpinionOpen">The member raised something in an earlier call that is not answered yet (EDU-FU-03).</param>
/// <param name="Vip">The member is a VIP: filed apart (EDU-BD-04).</param>
/// <param name="MarketingConsent">The customer agreed to commercial messages (COM-PRIV-05).</param>
/// <param name="OnDuty">Staff id of whoever is on duty when a task opens that names nobody (EDU-BD-03).</param>
public sealed record CareFacts(bool TestDone = false, bool OpinionOpen = false, string? OnDuty = null, bool Vip = false, bool MarketingConsent = false)
{
    /// <summary>Whether something a customer said waits for an answer: no later contact covered the answer.</summary>
    /// <param name="tasks">All tasks of the customer's subject.</param>
    public static bool WaitsForAnswer(IReadOnlyCollection<CareTask> tasks) =>
        tasks.Where(t => t.RaisedOpinion).Max(t => t.Contact.CompletedAt) is { } raised
        && !tasks.Any(t => t.Items.Contains(CareCheckList.AnswerToOpinion) && t.Contact.CompletedAt > raised);
}
