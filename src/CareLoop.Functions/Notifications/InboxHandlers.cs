using CareLoop.Domain.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Notifications.OnCall;
using CareLoop.Functions.Notifications.Robots;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications;

/// <summary>
/// Files every notice in the in-app inbox of whom it is for. Exactly once, because the entry's key is the event and the template: a message
/// that comes twice is one entry, and so are two to somebody who is both owner and role holder. From there customers' go on to them,
/// emergencies to whoever is on call, and what is for staff to the site's group chats.
/// </summary>
public sealed class InboxHandlers(InboxTable inbox, StaffDirectory directory, CustomerCourier courier, RobotFiling robots, OnCallPager pager)
{
    [Function("CustomerInbox")]
    public Task FileForCustomer(
        [ServiceBusTrigger(NoticeMessage.Topic, "customer", Connection = "ServiceBusConnection", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
        CancellationToken cancellation) => NoticeSignals.HandleAsync("customer", message, async notice =>
        {
            await FileAsync(notice, cancellation);
            await courier.DeliverAsync(notice, cancellation);
        });

    [Function("StaffInbox")]
    public Task FileForStaff(
        [ServiceBusTrigger(NoticeMessage.Topic, "staff", Connection = "ServiceBusConnection")] ServiceBusReceivedMessage message,
        CancellationToken cancellation) => NoticeSignals.HandleAsync("staff", message, async notice =>
        {
            var recipients = await FileAsync(notice, cancellation);
            await pager.PageAsync(notice, recipients, cancellation);
            await robots.FileAsync(notice, cancellation);
        });

    private async Task<IReadOnlyList<string>> FileAsync(NoticeMessage notice, CancellationToken cancellation)
    {
        var recipients = await RecipientsAsync(notice, cancellation);
        foreach (var recipient in recipients)
        {
            await inbox.AddAsync(notice.Organisation, notice.EntryFor(recipient), cancellation);
        }

        return recipients;
    }

    private async Task<IReadOnlyList<string>> RecipientsAsync(NoticeMessage notice, CancellationToken cancellation) =>
        notice.To.Kind == RecipientKind.Role
            ? [.. (await directory.GetAsync(cancellation)).Holders(notice.Site, notice.To.Id).Select(person => person.Id)]
            : [notice.To.Id];
}
