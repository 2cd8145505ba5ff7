using CareLoop.Domain.Cases;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Gives one and the same errand to many cases. Each command's id and instant come from the errand, so doing the whole set again,
/// after a crash in the middle for example, gives nobody a second command.
/// </summary>
public sealed class CaseErrands(CaseTable cases, LateCommands late, AuditLog audit)
{
    /// <summary>Puts a command into one case's inbox and rings, unless it has been decided already.</summary>
    /// <returns>The command's id; null when there is no such case.</returns>
    public async Task<string?> GiveAsync(
        string errand, string caseId, Actor actor, DateTimeOffset at, CaseCommand command, string? contentId, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await cases.FindAsync(caseId, cancellation) is not { } header)
        {
            return null;
        }

        var id = CommandIds.Of("errand", $"{errand}\n{caseId}");
        if (await cases.FindOutcomeAsync(caseId, id, cancellation) is null)
        {
            await audit.ErrandAsync(header.State, actor, command, id, cancellation);
            var pending = new PendingCommand(id, actor, at, ExpectedVersion: null, contentId, command);
            await cases.AddToInboxAsync(caseId, pending, errand, cancellation);
            await late.DeliverAsync(caseId, header, pending, client, cancellation);
        }

        return id;
    }
}
