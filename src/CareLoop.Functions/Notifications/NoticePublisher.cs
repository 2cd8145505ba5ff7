using CareLoop.Domain.Cases;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications;

/// <summary>Sends the notices of decided events to the topic. Sending a batch again is harmless: ids repeat and inboxes are keyed.</summary>
public sealed class NoticePublisher(ServiceBusSender sender)
{
    public async Task PublishAsync(CaseState state, IReadOnlyList<CaseEvent> events, CancellationToken cancellation)
    {
        var messages = events.SelectMany(item => item.Notices.Select((notice, position) =>
            new NoticeMessage(
                state.Organisation, state.Site, state.CaseId, item.Sequence, notice.Kind, notice.To, notice.DeadlineId, item.At)
                .ToServiceBusMessage(position))).ToList();
        if (messages.Count > 0)
        {
            using var span = Signals.Source.StartActivity("publish notices", System.Diagnostics.ActivityKind.Producer);
            span?.SetTag("careloop.case", state.CaseId).SetTag("messaging.batch.message_count", messages.Count);
            await sender.SendMessagesAsync(messages, cancellation);
            NoticeSignals.Published(events);
        }
    }
}
