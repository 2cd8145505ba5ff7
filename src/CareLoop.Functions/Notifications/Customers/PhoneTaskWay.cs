using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>Asks a member of staff to call the customer (电话告知), because nothing else got through.</summary>
public sealed class PhoneTaskWay(NoticePublisher notices, CaseTable cases, CareTable care, StaffDirectory directory, PackLibrary handbooks) : ICustomerWay
{
    public DeliveryWay Way => DeliveryWay.PhoneTask;

    public async Task<SendResult> SendAsync(CustomerMessage message, CancellationToken cancellation)
    {
        var undelivered = message.Notice;
        await notices.PublishAsync(
            undelivered with
            {
                Kind = NoticeKinds.CallCustomer,
                To = await CallerAsync(undelivered, cancellation),
                About = undelivered.Kind,
                // One task for each notice, though they share the event.
                Chat = undelivered.Chat is { } chat ? chat with { Key = $"{chat.Key}-call" } : null,
            },
            cancellation);
        return new SendResult.Taken();
    }

    /// <summary>Whoever looks after the matter; where nobody does, whoever takes matters in.</summary>
    private async Task<Recipient> CallerAsync(NoticeMessage notice, CancellationToken cancellation) => CareIds.Names(notice.CaseId)
        ? (await care.FindAsync(notice.CaseId, cancellation))?.File.Task.Caller ?? await FrontDeskAsync(notice, cancellation)
        : (await cases.FindAsync(notice.CaseId, cancellation))?.State.Owner is { } owner ? Recipient.Person(owner)
        : await FrontDeskAsync(notice, cancellation);

    private async Task<Recipient> FrontDeskAsync(NoticeMessage notice, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        var site = people.FindSite(notice.Site) ?? throw new InvalidOperationException($"The directory has no site {notice.Site}.");
        return Recipient.Role(handbooks.InForce(site.Pack, site.Profile, notice.At, notice.Organisation).DefaultOwnerRole);
    }
}
