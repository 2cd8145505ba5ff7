using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>
/// Gets a command that is in an inbox decided: by ringing the running episode, by starting the next one when the case is closed
/// and the handbook lets the command open it again, or else by filing the refusal that the ended episode can no longer file.
/// </summary>
public sealed class LateCommands(CaseTable cases, PackLibrary handbooks, TimeProvider time)
{
    public async Task DeliverAsync(string caseId, CaseHeader? header, PendingCommand command, DurableTaskClient client, CancellationToken cancellation)
    {
        if (header is null)
        {
            await StartOrRingAsync(client, caseId, episode: 1, cancellation);
            return;
        }

        if (!header.State.IsClosed && await client.RingAsync(caseId, header.State.Episode, cancellation))
        {
            return;
        }

        // The episode has ended, or ended just now.
        var current = await cases.FindAsync(caseId, cancellation) ?? header;
        if (!current.State.IsClosed)
        {
            await StartOrRingAsync(client, caseId, current.State.Episode, cancellation);
            return;
        }

        var decision = CaseDecider.Decide(handbooks.Pinned(current.State.Pack), current.State, command, time.GetUtcNow());
        if (decision is Decision.Refused refused)
        {
            await FileRefusalAsync(caseId, current, command, refused.Refusal, cancellation);
        }
        else
        {
            await StartOrRingAsync(client, caseId, current.State.Episode + 1, cancellation);
        }
    }

    private async Task FileRefusalAsync(string caseId, CaseHeader header, PendingCommand command, Refusal refusal, CancellationToken cancellation)
    {
        var file = await cases.ReadAsync(caseId, cancellation);
        if (file.Inbox.FirstOrDefault(row => row.Command.Id == command.Id) is not { } row)
        {
            return;
        }

        var result = new RoundResult(header.State, [], [new CommandOutcome(command.Id, refusal, header.State.CommandVersion)], HasMore: false);
        try
        {
            await cases.CommitAsync(caseId, header, after: null, result, [row], cancellation);
        }
        catch (TableTransactionFailedException error) when (error.IsConflict() || error.Status == 404)
        {
            // Somebody else has just filed an outcome for it: one is enough.
        }
    }

    internal static async Task StartOrRingAsync(DurableTaskClient client, string caseId, int episode, CancellationToken cancellation)
    {
        if (!await client.RingAsync(caseId, episode, cancellation))
        {
            await client.StartEpisodeAsync(caseId, episode, cancellation);
        }
    }
}
