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
        var id = CommandIds.Of("errand", $"{errand}\n{caseId}");
        if (await cases.FindWithCommandAsync(caseId, id, cancellation) is not { } found)
        {
            return null;
        }

        if (found.Command?.Outcome is null)
        {
            var state = found.Header.State;
            await audit.ErrandAsync(state, actor, command, id, cancellation);
            var pending = new PendingCommand(id, actor, at, ExpectedVersion: null, contentId, command);
            await cases.AcceptAsync(caseId, pending, bodyHash: errand, cipher: null, cancellation);
            await late.DeliverAsync(caseId, found.Header, pending, client, cancellation);
        }

        return id;
    }
}
