using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Erasure;

/// <summary>Puts the order to forget its customer into a case's inbox, where it is decided like everything else.</summary>
internal static class ErasureCommand
{
    /// <remarks>The id follows from what was done to the case so far: repeated it is the same order, after a hold that was lifted another one.</remarks>
    public static async Task GiveAsync(
        CaseTable cases, LateCommands late, CaseHeader header, AnonymiseCause cause, DateTimeOffset now, DurableTaskClient client, CancellationToken cancellation)
    {
        var state = header.State;
        var id = CommandIds.Of("erasure", string.Create(CultureInfo.InvariantCulture, $"{state.CaseId}\n{state.CommandVersion}\n{cause}"));
        var command = new PendingCommand(id, Actor.System, now, ExpectedVersion: null, ContentId: null, new Anonymise(cause));
        var taken = await cases.AcceptAsync(state.CaseId, command, id, cipher: null, cancellation);
        if (taken.Outcome is null)
        {
            await late.DeliverAsync(state.CaseId, header, command, client, cancellation);
        }
    }
}
