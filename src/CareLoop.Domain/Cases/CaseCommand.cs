using System.Collections.Immutable;
using System.Text.Json.Serialization;

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
[JsonDerivedType(typeof(Archive), "archive")]
[JsonDerivedType(typeof(Comment), "comment")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
[JsonDerivedType(typeof(Reopen), "reopen")]
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
public sealed record ReceiveCase(
    string CaseId,
    string Organisation,
    string Site,
    PackReference Pack,
    string Channel,
    string CustomerKey,
    string? Type = null,
    string? SubjectKey = null,
    string? Counterparty = null) : CaseCommand;

/// <summary>A message of staff to the customer; the first one is the first reply (COM-CHAT-01, COM-SLA-01).</summary>
public sealed record Reply : CaseCommand;

/// <summary>Type, category, severity and flags are set (分类, COM-INT-04).</summary>
public sealed record Classify(string Type, string Category, string Severity, ImmutableArray<string> Flags) : CaseCommand
{
    // JSON without the member gives a default array, which neither enumerates nor serialises.
    public ImmutableArray<string> Flags { get; init; } = Flags.IsDefault ? [] : Flags;
}

/// <summary>Facts begin to be verified (调查核实).</summary>
public sealed record StartInvestigation : CaseCommand;

/// <summary>What the investigation found.</summary>
/// <param name="Finding"><c>Upheld</c> or <c>NotUpheld</c>.</param>
/// <param name="Liability">Who answers for it, such as <c>Merchant</c>.</param>
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
public sealed record RecordFollowUp(string Result, string Mode) : CaseCommand;

/// <summary>The case is closed for good (归档, COM-PROC-07, COM-ARC-02).</summary>
/// <param name="RootCause">Coded root cause; complaints cannot be archived without one.</param>
/// <param name="DelayReason">Coded reason of the delay; needed once a limit was missed (COM-ESC-01).</param>
public sealed record Archive(string? RootCause, string? DelayReason = null) : CaseCommand;

/// <summary>A remark on the case.</summary>
/// <param name="VisibleToCustomer">Internal notes are never shown to the customer.</param>
public sealed record Comment(bool VisibleToCustomer) : CaseCommand;

/// <summary>The customer takes the matter back; the statement is the text.</summary>
public sealed record Withdraw : CaseCommand;

/// <summary>The customer asks again within the reopening window; starts the next episode.</summary>
public sealed record Reopen : CaseCommand;
