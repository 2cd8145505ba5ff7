using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Backup;

/// <summary>
/// Brings the clocks of restored cases back to life: a restore writes rows from outside the application and leaves a mark, and here
/// every open case's instance is rung, or started where the durable state is a new one. If the host dies on the way, the mark is still there,
/// and ringing a case again changes nothing.
/// </summary>
public sealed partial class RestoredCases(ExportStore store, Tables tables, ILogger<RestoredCases> logger)
{
    [Function("WakeRestoredCases")]
    public async Task Run(
        [TimerTrigger("%InboxSweepSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (!await store.IsRestoredAsync(cancellation))
        {
            return;
        }

        var woken = 0;
        var headers = TableClient.CreateQueryFilter($"RowKey eq {CaseKeys.Header}");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(headers, cancellationToken: cancellation))
        {
            var state = CaseRows.ToHeader(row).State;
            if (!state.IsClosed)
            {
                await LateCommands.StartOrRingAsync(client, state.CaseId, state.Episode, cancellation);
                woken++;
            }
        }

        await store.ForgetRestoredAsync(cancellation);
        Log.Woken(logger, woken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "After a restore: woke {Count} open cases")]
        public static partial void Woken(ILogger logger, int count);
    }
}
