using CareLoop.Functions.Storage;
using CareLoop.Functions.Telemetry;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Conversations;

/// <summary>
/// Puts what has been on its way for too long on the queue again: a host died between receipt and queue, or the queue gave a message up.
/// Whatever is sent twice is handled once.
/// </summary>
public sealed partial class ReceiptSweep(
    InboundTable receipts, ConversationTable conversations, InboundQueue queue, TimeProvider time, ILogger<ReceiptSweep> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Nobody writes the receipt any more; the platform has sent the push again under a later instant, or has given it up.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    [Function(nameof(ReceiptSweep))]
    public async Task Run([TimerTrigger("%ReceiptSweepSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await foreach (var work in receipts.ReadOpenAsync(now - Patience, cancellation))
        {
            if (await IsDoneAsync(work, now, cancellation))
            {
                await receipts.CloseAsync(work.RowKey, cancellation);
            }
            else if (work.ReceiptId is null || await receipts.FindAsync(work.ReceiptId, cancellation) is not null)
            {
                Log.SendsAgain(logger, work.ReceiptId ?? "a wake-up", work.Conversation);
                Signals.LateReceipts.Add(1);
                await queue.SendAsync(work.Conversation, work.ReceiptId, cancellation);
            }
        }
    }

    private async Task<bool> IsDoneAsync(OpenWork work, DateTimeOffset now, CancellationToken cancellation) => work.ReceiptId is { } id
        ? await receipts.FindAsync(id, cancellation) is { } receipt ? receipt.Outcome is not null : now - work.Since > Abandoned
        : await conversations.FindAsync(work.Conversation, cancellation) is not { State.Pieces.IsEmpty: false };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Receipt} has waited for more than two minutes for conversation {Conversation}; sending it again")]
        public static partial void SendsAgain(ILogger logger, string receipt, string conversation);
    }
}
