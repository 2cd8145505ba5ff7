using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>A checked command on its way into a case.</summary>
/// <param name="CommandId">Made from caller, case and Idempotency-Key: the same submission is the same command.</param>
/// <param name="BodyHash">What the request said, to know another one under the same key.</param>
/// <param name="ForGroup">Whether the cases of the group it leads get it too.</param>
public sealed record CommandSubmission(
    Caller Caller,
    CaseHeader Header,
    string CommandId,
    CaseCommand Command,
    IReadOnlyDictionary<string, string> Texts,
    int? ExpectedVersion,
    string BodyHash,
    bool ForGroup = false);

/// <summary>Takes commands into the case's inbox and rings. Every step may run twice, because a command is taken in once only.</summary>
public sealed class CommandDesk(
    CustomerTable customers,
    CaseTable cases,
    LateCommands late,
    AuditLog audit,
    PackLibrary handbooks,
    TimeProvider time)
{
    /// <summary>The id of what a caller asks of a case under an Idempotency-Key.</summary>
    public static string IdOf(Caller caller, string caseNumber, string idempotencyKey) =>
        CommandIds.Of("http", $"{caller.Actor.Id}\n{(CaseNumber.TryParse(caseNumber, out var caseId) ? caseId : caseNumber)}\n{idempotencyKey}");

    /// <param name="submission">What is asked.</param>
    /// <param name="earlier">The command as it was taken in before; null the first time.</param>
    /// <exception cref="ApiProblem">The key was used for other content.</exception>
    public async Task SubmitAsync(CommandSubmission submission, CommandRow? earlier, DurableTaskClient client, CancellationToken cancellation)
    {
        var command = new PendingCommand(
            submission.CommandId,
            submission.Caller.Actor,
            time.GetUtcNow(),
            submission.ExpectedVersion,
            submission.Texts.Count == 0 ? null : submission.CommandId,
            submission.Command,
            FactsOf(submission),
            submission.ForGroup);
        var taken = earlier ?? await TakeInAsync(submission, command, cancellation);
        if (taken.BodyHash != submission.BodyHash)
        {
            throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
        }

        // A repeated one that still waits may have lost its ring.
        if (taken.Outcome is null)
        {
            await late.DeliverAsync(submission.Header.State.CaseId, submission.Header, command, client, cancellation);
        }
    }

    private async Task<CommandRow> TakeInAsync(CommandSubmission submission, PendingCommand command, CancellationToken cancellation)
    {
        var state = submission.Header.State;
        var cipher = submission.Texts.Count == 0 ? null : await SealAsync(submission, cancellation);
        await audit.CommandAsync(submission.Caller, state.Site, state.CaseId, command.Command, command.Id, cancellation);
        return await cases.AcceptAsync(state.CaseId, command, submission.BodyHash, cipher, cancellation);
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

    private async Task<byte[]> SealAsync(CommandSubmission submission, CancellationToken cancellation)
    {
        var state = submission.Header.State;
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation) ?? throw new ApiProblem(state.AnonymisedAt is null ? ProblemKind.CaseNotFound : ProblemKind.CommandNotAllowed);
        return SealedTexts.Seal(customer, submission.CommandId, submission.Texts);
    }
}
