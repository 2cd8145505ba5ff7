using System.Security.Cryptography;
using System.Text;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Intake;

/// <summary>A file that was not kept, and why; the case is kept all the same.</summary>
public sealed record RefusedFile(string FileName, string Code, string Reason);

/// <summary>
/// Takes a matter in. Every step may run twice: ids and instant come from the receipt, which is written first,
/// so a repeated submission continues where a crash left the first one.
/// </summary>
public sealed class CaseIntake(
    ReceiptTable receipts, CustomerTable customers, CaseTable cases, EvidenceStore evidence, DeploymentSecrets secrets, AuditLog audit, TimeProvider time)
{
    /// <summary>Files the matter and starts its first episode.</summary>
    /// <returns>The receipt of this submission, new or repeated.</returns>
    /// <exception cref="ApiProblem">The key was used for other content.</exception>
    public async Task<Receipt> AcceptAsync(
        IntakeForm form,
        Caller caller,
        string idempotencyKey,
        string bodyHash,
        IReadOnlyList<PhotoUpload> photos,
        DurableTaskClient client,
        CancellationToken cancellation)
    {
        var acceptedAt = form.ReceivedAt ?? time.GetUtcNow();
        var caseId = CaseNumber.Create(form.Pack.NumberPrefix, acceptedAt, RandomNumberGenerator.GetBytes(CaseNumber.RandomBytes));
        var (source, key) = form.ChannelMessageId is { } message ? (form.Channel, $"{form.Site.Id}\n{message}") : ("http", $"{caller.Actor.Id}\n{idempotencyKey}");
        var receipt = await receipts.FileAsync(
            source, key, new Receipt(caseId, CommandIds.Of(source, key), acceptedAt, bodyHash, IsNew: true), cancellation);
        if (receipt.BodyHash != bodyHash)
        {
            throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
        }

        if (!receipt.IsNew && await cases.FindAsync(receipt.CaseId, cancellation) is not null)
        {
            return receipt;
        }

        var customerKey = caller.IsCustomer ? caller.Actor.Id : CustomerKeys.Of(secrets, caller.Organisation, form.Contact);
        var customer = await customers.GetOrAddAsync(caller.Organisation, customerKey, form.Contact, cancellation);
        await evidence.AddAsync(receipt.CaseId, PhotoUpload.Accepted(photos), caller.Actor.Id, receipt.AcceptedAt, cancellation);

        var command = new PendingCommand(
            receipt.CommandId,
            caller.Actor,
            receipt.AcceptedAt,
            ExpectedVersion: null,
            ContentId: receipt.CommandId,
            new ReceiveCase(
                receipt.CaseId,
                caller.Organisation,
                form.Site.Id,
                form.Pack.Reference,
                form.Channel,
                customerKey,
                form.Type,
                form.Subject is null ? null : secrets.KeyedHash("subject", caller.Organisation, form.Subject),
                form.Counterparty,
                form.LinkedTo,
                form.CareTask),
            // The words are at hand only here; from now on they are encrypted, and the case carries what they suggest.
            new CaseFacts(SuggestedFlags: Suggestion.For(form.Pack, form.Text, counterpartyStatus: form.CounterpartyStatus).Flags));
        await audit.CommandAsync(caller, form.Site.Id, receipt.CaseId, command.Command, receipt.CommandId, cancellation);
        await cases.AcceptAsync(receipt.CaseId, command, bodyHash, SealedTexts.Seal(customer, receipt.CommandId, TextsOf(form)), cancellation);
        await client.StartEpisodeAsync(receipt.CaseId, episode: 1, cancellation);
        return receipt;
    }

    private static Dictionary<string, string> TextsOf(IntakeForm form)
    {
        Dictionary<string, string> texts = new() { ["text"] = form.Text };
        if (form.Subject is not null)
        {
            texts["subject"] = form.Subject;
        }

        return texts;
    }
}
