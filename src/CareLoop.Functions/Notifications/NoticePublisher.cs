using CareLoop.Domain.Cases;
using CareLoop.Functions.Care;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications;

/// <summary>
/// Sends the notices of decided events to the topic, and with them that there are events, in one call. Sending a batch again is harmless:
/// ids repeat and inboxes are keyed.
/// </summary>
public sealed class NoticePublisher(ServiceBusSender sender, WebhookEndpoints endpoints)
{
    public async Task PublishAsync(CaseState state, IReadOnlyList<CaseEvent> events, CancellationToken cancellation) => await PublishAsync(
        state.CaseId,
        [
            .. events.SelectMany(item => item.Notices.Select((notice, position) =>
                (new NoticeMessage(state.Organisation, state.Site, state.CaseId, item.Sequence, notice.Kind, notice.To, notice.DeadlineId, item.At), position))),
        ],
        // Most organisations have no partners: a message that nobody reads would be half of what the broker does for a case.
        events.Count > 0 && await endpoints.AnyAsync(cancellation) ? [CaseEventsMessage.Of(state, events).ToServiceBusMessage()] : [],
        cancellation);

    /// <summary>The same for a care task, whose id stands in the place of a case number.</summary>
    public Task PublishAsync(CareFile file, IReadOnlyList<CareLine> lines, CancellationToken cancellation) => PublishAsync(
        file.Task.Id,
        [
            .. lines.SelectMany(line => line.Event.Notices.Select((notice, position) =>
                (new NoticeMessage(file.Organisation, file.Site, file.Task.Id, line.Sequence, notice.Kind, notice.To, notice.DeadlineId, line.Event.At), position))),
        ],
        others: [],
        cancellation);

    /// <summary>A notice that no event of a case brought about. Its id is the same whenever it is published.</summary>
    public Task PublishAsync(NoticeMessage notice, CancellationToken cancellation) => PublishAsync(notice.Session, [(notice, 0)], others: [], cancellation);

    /// <summary>One notice to several people. Their ids follow from the order of the people.</summary>
    public Task PublishAsync(IReadOnlyList<NoticeMessage> notices, CancellationToken cancellation) =>
        PublishAsync(notices.Count == 0 ? string.Empty : notices[0].Session, [.. notices.Select((notice, position) => (notice, position))], others: [], cancellation);

    private async Task PublishAsync(
        string subject, IReadOnlyList<(NoticeMessage Notice, int Position)> notices, IReadOnlyList<ServiceBusMessage> others, CancellationToken cancellation)
    {
        if (notices.Count + others.Count > 0)
        {
            using var span = Signals.Source.StartActivity("publish notices", System.Diagnostics.ActivityKind.Producer);
            span?.SetTag("careloop.case", subject).SetTag("messaging.batch.message_count", notices.Count + others.Count);
            await sender.SendMessagesAsync([.. notices.Select(item => item.Notice.ToServiceBusMessage(item.Position)), .. others], cancellation);
            NoticeSignals.Published(notices.Select(item => item.Notice.Kind));
        }
    }
}
