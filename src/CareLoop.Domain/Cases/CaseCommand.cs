using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CareLoop.Domain.Cases.Clockwork;

namespace CareLoop.Domain.Cases;

/// <summary>
/// What somebody wants done to a case. Commands carry codes, instants and ids only:
/// free text lies encrypted in the content row that <see cref="PendingCommand.ContentId"/> names.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(ReceiveCase), "receive")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Classify), "classify")]
[JsonDerivedType(typeof(StartInvestigation), "startInvestigation")]
[JsonDerivedType(typeof(RecordInvestigation), "recordInvestigation")]
[JsonDerivedType(typeof(AskCustomer), "askCustomer")]
[JsonDerivedType(typeof(Supplement), "supplement")]
[JsonDerivedType(typeof(ProposeSolution), "proposeSolution")]
[JsonDerivedType(typeof(AgreeSolution), "agreeSolution")]
[JsonDerivedType(typeof(RefuseSolution), "refuseSolution")]
[JsonDerivedType(typeof(CompleteImplementation), "completeImplementation")]
[JsonDerivedType(typeof(GiveFeedback), "giveFeedback")]
[JsonDerivedType(typeof(RecordFollowUp), "recordFollowUp")]
[JsonDerivedType(typeof(RecordRootCause), "recordRootCause")]
[JsonDerivedType(typeof(Archive), "archive")]
[JsonDerivedType(typeof(Comment), "comment")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
[JsonDerivedType(typeof(Reopen), "reopen")]
[JsonDerivedType(typeof(Acknowledge), "acknowledge")]
[JsonDerivedType(typeof(Escalate), "escalate")]
[JsonDerivedType(typeof(OfferTransfer), "offerTransfer")]
[JsonDerivedType(typeof(AcceptTransfer), "acceptTransfer")]
[JsonDerivedType(typeof(AcceptHandover), "acceptHandover")]
[JsonDerivedType(typeof(PromiseReply), "promiseReply")]
[JsonDerivedType(typeof(AskThirdParty), "askThirdParty")]
[JsonDerivedType(typeof(CloseThirdParty), "closeThirdParty")]
[JsonDerivedType(typeof(Dispatch), "dispatch")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(FailImplementation), "failImplementation")]
[JsonDerivedType(typeof(SubmitApproval), "submitApproval")]
[JsonDerivedType(typeof(DecideApproval), "decideApproval")]
[JsonDerivedType(typeof(RescheduleFollowUp), "rescheduleFollowUp")]
[JsonDerivedType(typeof(Reject), "reject")]
[JsonDerivedType(typeof(TransferOut), "transferOut")]
[JsonDerivedType(typeof(JoinGroup), "joinGroup")]
[JsonDerivedType(typeof(LeaveGroup), "leaveGroup")]
[JsonDerivedType(typeof(EnterAuthorityDate), "enterAuthorityDate")]
[JsonDerivedType(typeof(RecordChecks), "recordChecks")]
[JsonDerivedType(typeof(Pay), "pay")]
[JsonDerivedType(typeof(ConfirmPayment), "confirmPayment")]
[JsonDerivedType(typeof(ReturnPayment), "returnPayment")]
[JsonDerivedType(typeof(OpenRecovery), "openRecovery")]
[JsonDerivedType(typeof(RecordRecovery), "recordRecovery")]
[JsonDerivedType(typeof(RecordCharge), "recordCharge")]
[JsonDerivedType(typeof(HoldRetention), "holdRetention")]
[JsonDerivedType(typeof(LiftHold), "liftHold")]
[JsonDerivedType(typeof(Anonymise), "anonymise")]
public abstract record CaseCommand;

/// <summary>Intake (接收): the matter enters. Starts the case.</summary>
/// <param name="CaseId">The case number (COM-INT-10), which is also the id everywhere.</param>
/// <param name="Organisation">Organisation id of the directory.</param>
/// <param name="Site">Site id of the directory.</param>
/// <param name="Pack">The published pack in force at the instant of acceptance.</param>
/// <param name="Channel">Channel identifier of the glossary, such as <c>WeChat</c>.</param>
/// <param name="CustomerKey">Keyed hash of the customer's phone or open id.</param>
/// <param name="Type">Case type when the channel knows it; otherwise the pack's provisional type.</param>
/// <param name="SubjectKey">Keyed hash of the order, unit or product the case is about.</param>
/// <param name="Counterparty">Merchant, contractor or outlet id.</param>
/// <param name="LinkedTo">The case it follows from, such as a new need raised in its follow-up (CTR-FU-02).</param>
/// <param name="CareTask">Id of the care task whose contact brought it up.</param>
public sealed record ReceiveCase(
    string CaseId,
    string Organisation,
    string Site,
    PackReference Pack,
    string Channel,
    string CustomerKey,
    string? Type = null,
    string? SubjectKey = null,
    string? Counterparty = null,
    string? LinkedTo = null,
    string? CareTask = null) : CaseCommand;

/// <summary>A message of staff to the customer; the first one is the first reply (COM-CHAT-01, COM-SLA-01).</summary>
public sealed record Reply : CaseCommand;

/// <summary>Type, category, severity and flags are set (分类, COM-INT-04).</summary>
/// <param name="Type">Case type.</param>
/// <param name="Category">Category.</param>
/// <param name="Severity">Severity.</param>
/// <param name="Flags">All flags it is to have.</param>
/// <param name="Staff">Staff id of whom the customer complains about; not said again, it stays as long as the category does (EDU-PEN-01).</param>
public sealed record Classify(string Type, string Category, string Severity, ImmutableArray<string> Flags, string? Staff = null) : CaseCommand
{
    // JSON without the member gives a default array, which neither enumerates nor serialises.
    public ImmutableArray<string> Flags { get; init; } = Flags.IsDefault ? [] : Flags;
}

/// <summary>Facts begin to be verified (调查核实).</summary>
public sealed record StartInvestigation : CaseCommand;

/// <summary>What the investigation found.</summary>
/// <param name="Finding"><c>Upheld</c> or <c>NotUpheld</c>.</param>
/// <param name="Liability">Who answers for it: a liability of the handbook, such as <c>Merchant</c>.</param>
/// <param name="Cause">Coded cause, such as <c>StructuralDefect</c>.</param>
public sealed record RecordInvestigation(string Finding, string? Liability, string? Cause) : CaseCommand;

/// <summary>A question only the customer can answer; the answer clock pauses (COM-TIME-10).</summary>
public sealed record AskCustomer : CaseCommand;

/// <summary>The customer adds text or photos; answers an open question.</summary>
public sealed record Supplement : CaseCommand;

/// <summary>A remedy is put to the customer (COM-PROC-02).</summary>
/// <param name="Kind">Solution kind, such as <c>Exchange</c>.</param>
/// <param name="AmountInFen">Amount of money in fen (分, 1/100 CNY), where the remedy has one.</param>
/// <param name="PromisedCompletionAt">Completion time offered with it; the customer can then accept without naming one.</param>
public sealed record ProposeSolution(string Kind, long? AmountInFen, DateTimeOffset? PromisedCompletionAt = null) : CaseCommand;

/// <summary>The customer accepts; the completion time is promised (COM-PROC-10).</summary>
public sealed record AgreeSolution(DateTimeOffset? PromisedCompletionAt) : CaseCommand;

/// <summary>The customer refuses the proposal (COM-PROC-03).</summary>
public sealed record RefuseSolution : CaseCommand;

/// <summary>The agreed solution has been carried out.</summary>
public sealed record CompleteImplementation : CaseCommand;

/// <summary>The result is told to the customer (反馈).</summary>
public sealed record GiveFeedback : CaseCommand;

/// <summary>Result of a follow-up contact (回访, COM-FU-05).</summary>
/// <param name="Result">A follow-up result of the glossary, such as <c>Satisfied</c>.</param>
/// <param name="Mode">How the customer was reached, such as <c>Call</c>.</param>
/// <param name="OverrideReason">Coded reason for a call outside the calling hours (COM-TIME-12).</param>
public sealed record RecordFollowUp(string Result, string Mode, string? OverrideReason = null) : CaseCommand
{
    /// <summary>What the customer answered by the link of a message (COM-FU-03).</summary>
    public static RecordFollowUp BySurvey(string result) => new(result, FollowingUp.Survey);
}

/// <summary>The root cause is known, before the case is closed or in the place of another one (原因分析).</summary>
/// <param name="RootCause">Coded root cause.</param>
/// <param name="Staff">Staff id of whoever is responsible for it, if somebody is; needed where a penalty rule asks for that cause.</param>
public sealed record RecordRootCause(string RootCause, string? Staff = null) : CaseCommand;

/// <summary>The case is closed for good (归档, COM-PROC-07, COM-ARC-02).</summary>
/// <param name="RootCause">Coded root cause; complaints cannot be archived without one.</param>
/// <param name="DelayReason">Coded reason of the delay; needed once a limit was missed (COM-ESC-01).</param>
/// <param name="Improvement">An improvement action is written down; complaints that hold need one (COM-PROC-07).</param>
/// <param name="Staff">Staff id of whoever is responsible for the root cause.</param>
public sealed record Archive(string? RootCause, string? DelayReason = null, bool Improvement = false, string? Staff = null) : CaseCommand;

/// <summary>A remark on the case.</summary>
/// <param name="VisibleToCustomer">Internal notes are never shown to the customer.</param>
public sealed record Comment(bool VisibleToCustomer) : CaseCommand;

/// <summary>The customer takes the matter back; the statement is the text.</summary>
public sealed record Withdraw : CaseCommand;

/// <summary>The customer asks again within the reopening window; starts the next episode.</summary>
public sealed record Reopen : CaseCommand;

/// <summary>A named person answers for what was reported upward (COM-TIME-13).</summary>
public sealed record Acknowledge : CaseCommand;

/// <summary>The owner cannot solve it and passes it up (COM-OWN-04).</summary>
public sealed record Escalate : CaseCommand;

/// <summary>The owner offers the case to somebody else; the reason is the text (COM-OWN-03).</summary>
/// <param name="To">Staff id.</param>
public sealed record OfferTransfer(string To) : CaseCommand;

/// <summary>The person it was offered to takes the case over.</summary>
public sealed record AcceptTransfer : CaseCommand;

/// <summary>The incoming shift acts for the owner, who stays the owner (COM-HO-03).</summary>
public sealed record AcceptHandover : CaseCommand;

/// <summary>The customer is told how it stands and when the next answer comes (COM-PROC-04).</summary>
/// <param name="At">The promised instant.</param>
public sealed record PromiseReply(DateTimeOffset At) : CaseCommand;

/// <summary>A merchant, courier, contractor or factory has to answer; the clock keeps running (COM-TIME-10).</summary>
/// <param name="Party">Who, such as <c>Merchant</c>.</param>
public sealed record AskThirdParty(string Party) : CaseCommand;

/// <summary>The waiting for the third party ends.</summary>
/// <param name="Answered">False when it is given up.</param>
public sealed record CloseThirdParty(bool Answered) : CaseCommand;

/// <summary>Somebody is sent; the customer learns who comes and when (PROJ-DISP-01).</summary>
/// <param name="Engineer">Staff id of whoever is sent.</param>
/// <param name="ArrivalAt">Arrival time told to the customer.</param>
/// <param name="PromisedCompletionAt">Completion time, if one was promised.</param>
public sealed record Dispatch(string Engineer, DateTimeOffset ArrivalAt, DateTimeOffset? PromisedCompletionAt = null) : CaseCommand;

/// <summary>Something happened that clocks or gates wait for.</summary>
/// <param name="Milestone">Such as <c>OnSiteArrived</c>; the pack lists them.</param>
public sealed record Note(string Milestone) : CaseCommand;

/// <summary>The agreed solution could not be carried out.</summary>
public sealed record FailImplementation : CaseCommand;

/// <summary>The form for the approval is complete and goes to the first approver.</summary>
/// <param name="Reason">One of the reasons the handbook admits, where it names any (MALL-AC-02).</param>
public sealed record SubmitApproval(string? Reason = null) : CaseCommand;

/// <summary>An approver decides the step that is addressed to his role.</summary>
public sealed record DecideApproval(bool Approved) : CaseCommand;

/// <summary>The customer asked to be called at another time (COM-PHONE-04).</summary>
public sealed record RescheduleFollowUp(DateTimeOffset At) : CaseCommand;

/// <summary>Outside the scope of service, or a condition is not met (COM-OWN-06).</summary>
/// <param name="Reason">Coded reason, told to the customer.</param>
public sealed record Reject(string Reason) : CaseCommand;

/// <summary>An authority, a court or another organisation takes the matter over.</summary>
/// <param name="To">Such as <c>MarketRegulator</c>.</param>
public sealed record TransferOut(string To) : CaseCommand;

/// <summary>The case is one of many about the same thing: what is told to the group is told to its customer too.</summary>
/// <param name="Incident">The case that leads the group.</param>
public sealed record JoinGroup(string Incident) : CaseCommand;

/// <summary>The case turned out to be a matter of its own.</summary>
public sealed record LeaveGroup : CaseCommand;

/// <summary>An authority that passed the matter on wants an answer by a date; it binds like a law (MALL-ESC-05).</summary>
/// <param name="Authority">Who set it, such as <c>MarketRegulator</c>.</param>
/// <param name="AnswerBy">The instant it has to be answered by.</param>
public sealed record EnterAuthorityDate(string Authority, DateTimeOffset AnswerBy) : CaseCommand;

/// <summary>Items of a check list were looked at and found right.</summary>
/// <param name="CheckList">A check list of the handbook, such as <c>goods-intact</c>.</param>
/// <param name="Items">Its items.</param>
public sealed record RecordChecks(string CheckList, ImmutableArray<string> Items) : CaseCommand
{
    public ImmutableArray<string> Items { get; init; } = Items.IsDefault ? [] : Items;
}
