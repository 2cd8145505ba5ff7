using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>A checked command on its way into a case.</summary>
public sealed record CommandSubmission(
    Caller Caller,
    CaseHeader Header,
    CaseCommand Command,
    IReadOnlyDictionary<string, string> Texts,
    int? ExpectedVersion,
    string IdempotencyKey,
    string BodyHash);

/// <summary>
/// Puts commands into the case's inbox and rings. Each step may run twice: the receipt comes first and fixes id and instant.
/// </summary>
public sealed class CommandDesk(
    ReceiptTable receipts,
    CustomerTable customers,
    ContentTable contents,
    CaseTable cases,
    CaseAuthority authority,
    LateCommands late,
    AuditLog audit,
    PackLibrary handbooks,
    TimeProvider time)
{
    /// <returns>The command's id.</returns>
    /// <exception cref="ApiProblem">The key was used for other content.</exception>
    public async Task<string> SubmitAsync(CommandSubmission submission, DurableTaskClient client, CancellationToken cancellation)
    {
        var (caseId, key) = (submission.Header.State.CaseId, $"{submission.Caller.Actor.Id}\n{submission.Header.State.CaseId}\n{submission.IdempotencyKey}");
        var receipt = await receipts.FileAsync(
            "http", key, new Receipt(caseId, CommandIds.Of("http", key), time.GetUtcNow(), submission.BodyHash, IsNew: true), cancellation);
        if (receipt.BodyHash != submission.BodyHash)
        {
            throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
        }

        if (!receipt.IsNew && await cases.FindOutcomeAsync(caseId, receipt.CommandId, cancellation) is not null)
        {
            return receipt.CommandId;
        }

        var command = new PendingCommand(
            receipt.CommandId,
            submission.Caller.Actor,
            receipt.AcceptedAt,
            submission.ExpectedVersion,
            await StoreTextsAsync(submission, receipt.CommandId, cancellation),
            submission.Command,
            FactsOf(submission));
        await audit.CommandAsync(submission.Caller, submission.Header.State.Site, caseId, command.Command, receipt.CommandId, cancellation);
        await cases.AddToInboxAsync(caseId, command, submission.BodyHash, cancellation);
        await late.DeliverAsync(caseId, submission.Header, command, client, cancellation);
        return receipt.CommandId;
    }

    /// <summary>What became of a command of a case the caller may see; null while it waits.</summary>
    public async Task<StoredOutcome?> FindOutcomeAsync(Caller caller, string caseNumber, string commandId, CancellationToken cancellation)
    {
        var header = await authority.RequireAsync(caller, caseNumber, cancellation);
        if (await cases.FindOutcomeAsync(header.State.CaseId, commandId, cancellation) is { } outcome)
        {
            return outcome;
        }

        var file = await cases.ReadAsync(header.State.CaseId, cancellation);
        return file.Inbox.Any(row => row.Command.Id == commandId)
            ? null
            : await cases.FindOutcomeAsync(header.State.CaseId, commandId, cancellation) ?? throw new ApiProblem(ProblemKind.NotFound);
    }

    // A customer's later words can hold a threat too; they are readable only here (COM-ESC-04).
    private CaseFacts? FactsOf(CommandSubmission submission)
    {
        if (!submission.Caller.IsCustomer && submission.Command is not Supplement)
        {
            return null;
        }

        var text = string.Join('\n', submission.Texts.Values);
        return Suggestion.For(handbooks.Pinned(submission.Header.State.Pack), text).Flags is { IsEmpty: false } flags
            ? new CaseFacts(SuggestedFlags: flags)
            : null;
    }

    private async Task<string?> StoreTextsAsync(CommandSubmission submission, string contentId, CancellationToken cancellation)
    {
        if (submission.Texts.Count == 0)
        {
            return null;
        }

        var state = submission.Header.State;
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation) ?? throw new ApiProblem(ProblemKind.CaseNotFound);
        await contents.AddAsync(customer, contentId, submission.Texts, cancellation);
        return contentId;
    }
}
