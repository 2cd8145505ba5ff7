using CareLoop.Functions.Storage;
using CareLoop.Functions.Telemetry;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Cases;

/// <summary>
/// Rings again for commands that have waited longer than a minute: their first ring was lost when a host died between
/// writing the row and ringing. Without this a customer's words could lie unread until the case's next deadline.
/// </summary>
public sealed partial class InboxSweep(CaseTable cases, LateCommands late, TimeProvider time, ILogger<InboxSweep> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Function(nameof(InboxSweep))]
    public async Task Run(
        [TimerTrigger("%InboxSweepSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Patience;
        await foreach (var (caseId, row) in cases.ReadAllInboxesAsync(cancellation))
        {
            if (row.Command.AcceptedAt < before)
            {
                Log.RingsAgain(logger, caseId, row.Command.Id);
                Signals.LateRings.Add(1);
                await late.DeliverAsync(caseId, await cases.FindAsync(caseId, cancellation), row.Command, client, cancellation);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Case {CaseId}: command {CommandId} has waited for more than a minute; ringing again")]
        public static partial void RingsAgain(ILogger logger, string caseId, string commandId);
    }
}
