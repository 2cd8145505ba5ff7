using System.Globalization;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Telemetry;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>Writes into the ledger what becomes of a delivery, and has it called again when its wait is over.</summary>
public sealed partial class DeliveryDesk(DeliveryTable ledger, ServiceBusSender topic, ILogger<DeliveryDesk> logger)
{
    public async Task<DeliveryRow> MoveAsync(DeliveryRow row, Delivery next, CancellationToken cancellation)
    {
        if (next == row.Delivery)
        {
            return row;
        }

        var moved = await ledger.UpdateAsync(row, next, cancellation);
        if (!next.IsOpen)
        {
            var way = next.Way?.ToString() ?? "none";
            Signals.Deliveries.Add(1, new("way", way), new("state", next.State.ToString()));
            if (next.NeedsAttention)
            {
                Log.NeedsAttention(logger, next.NoticeId, next.State, way, next.Reason);
            }
        }

        return moved;
    }

    /// <summary>Has it called when the wait is over. The message names the try, so a run that is repeated asks once.</summary>
    public async Task WakeAsync(DeliveryRow row, CancellationToken cancellation) => await topic.ScheduleMessageAsync(
        DeliveryCall.To(row, string.Create(CultureInfo.InvariantCulture, $"{row.Delivery.Recipient}-{row.Delivery.Attempts}")), row.Delivery.NextAt!.Value, cancellation);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Notice {Notice} is {State} by {Way} ({Reason}): it is on the operators' list")]
        public static partial void NeedsAttention(ILogger logger, string notice, DeliveryState state, string way, string? reason);
    }
}
