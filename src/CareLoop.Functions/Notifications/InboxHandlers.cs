using CareLoop.Domain.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications;

/// <summary>Files every notice in the in-app inbox of whom it is for. Exactly once, because the entry's key is the event
/// and the template: a message that comes twice is one entry, and so are two to somebody who is both owner and role holder.</summary>
public sealed class InboxHandlers(InboxTable inbox, StaffDirectory directory)
{
    [Function("CustomerInbox")]
    public Task FileForCustomer(
        [ServiceBusTrigger(NoticeMessage.Topic, "customer", Connection = "ServiceBusConnection", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
        CancellationToken cancellation) => FileAsync("customer", message, cancellation);

    [Function("StaffInbox")]
    public Task FileForStaff(
        [ServiceBusTrigger(NoticeMessage.Topic, "staff", Connection = "ServiceBusConnection")] ServiceBusReceivedMessage message,
        CancellationToken cancellation) => FileAsync("staff", message, cancellation);

    private Task FileAsync(string subscription, ServiceBusReceivedMessage message, CancellationToken cancellation) =>
        NoticeSignals.HandleAsync(subscription, message, async notice =>
        {
            foreach (var recipient in await RecipientsAsync(notice, cancellation))
            {
                await inbox.AddAsync(notice.Organisation, notice.EntryFor(recipient), cancellation);
            }
        });

    private async Task<IEnumerable<string>> RecipientsAsync(NoticeMessage notice, CancellationToken cancellation) =>
        notice.To.Kind == RecipientKind.Role
            ? (await directory.GetAsync(cancellation)).Holders(notice.Site, notice.To.Id).Select(person => person.Id)
            : [notice.To.Id];
}
