using CareLoop.Domain.Cases;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Gives one and the same errand to many cases. Each command's id and instant come from the errand, so doing the whole set again,
/// after a crash in the middle for example, gives nobody a second command.
/// </summary>
public sealed class CaseErrands(CaseTable cases, CustomerTable customers, LateCommands late, AuditLog audit)
{
    /// <summary>Puts a command whose words are kept elsewhere into one case's inbox and rings, unless it has been decided already.</summary>
    /// <param name="contentId">Where its words are kept; null when it has none.</param>
    /// <returns>The command's id; null when there is no such case.</returns>
    public Task<string?> GiveAsync(
        string errand, string caseId, Actor actor, DateTimeOffset at, CaseCommand command, string? contentId, DurableTaskClient client, CancellationToken cancellation) =>
        GiveAsync(errand, caseId, actor, at, command, contentId, texts: null, client, cancellation);

    /// <summary>The same for a command with words of its own; they are sealed for the case's customer.</summary>
    public Task<string?> GiveAsync(
        string errand, string caseId, Actor actor, DateTimeOffset at, CaseCommand command, IReadOnlyDictionary<string, string>? texts, DurableTaskClient client, CancellationToken cancellation) =>
        GiveAsync(errand, caseId, actor, at, command, contentId: null, texts, client, cancellation);

    private async Task<string?> GiveAsync(
        string errand,
        string caseId,
        Actor actor,
        DateTimeOffset at,
        CaseCommand command,
        string? contentId,
        IReadOnlyDictionary<string, string>? texts,
        DurableTaskClient client,
        CancellationToken cancellation)
    {
        var id = CommandIds.Of("errand", $"{errand}\n{caseId}");
        if (await cases.FindWithCommandAsync(caseId, id, cancellation) is not { } found)
        {
            return null;
        }

        if (found.Command?.Outcome is null)
        {
            var state = found.Header.State;
            var cipher = texts is not null && await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation) is { } customer
                ? SealedTexts.Seal(customer, id, texts)
                : null;
            await audit.ErrandAsync(state, actor, command, id, cancellation);
            var pending = new PendingCommand(id, actor, at, ExpectedVersion: null, cipher is null ? contentId : id, command);
            await cases.AcceptAsync(caseId, pending, bodyHash: errand, cipher, cancellation);
            await late.DeliverAsync(caseId, found.Header, pending, client, cancellation);
        }

        return id;
    }
}
