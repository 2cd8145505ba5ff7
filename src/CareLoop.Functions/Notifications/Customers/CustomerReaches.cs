using CareLoop.Domain.Notices;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>Looks up how a customer can be reached now.</summary>
public sealed class CustomerReaches(
    ChannelAccounts accounts, ConversationTable conversations, ConsentTable consents, DeploymentSecrets secrets, SmsGateway sms, MailSettings mail)
{
    private const string WeChatPlatform = "wechat";

    /// <summary>Whether this deployment can write to customers at all.</summary>
    public bool AnyWay => sms.IsConfigured || mail.IsConfigured || accounts.All.Any(CanWrite);

    /// <summary>Where on WeChat a customer is; null for everybody else.</summary>
    public WeChatPlace? WeChatOf(CustomerRecord customer) =>
        customer.Contact.ChannelUserId?.Split('/') is [WeChatPlatform, var name, var openId]
        && accounts.Find(WeChatPlatform, name)?.Account is { } account && CanWrite(account)
            ? new WeChatPlace(account, openId)
            : null;

    public async Task<CustomerReach> OfAsync(CustomerRecord customer, NoticeMessage notice, NoticeWords words, CancellationToken cancellation)
    {
        var place = WeChatOf(customer);
        var wroteAt = place is null
            ? null
            : (await conversations.FindAsync(ChannelUsers.ConversationOf(secrets, place.Account, place.OpenId, thread: null), cancellation))?.State.LastMessageAt;
        return new CustomerReach(
            place is not null,
            wroteAt,
            place is not null && !words.Template.Subscription.IsEmpty && place.Account.Subscriptions.ContainsKey(notice.Kind)
                && await consents.AnyAsync(customer.CustomerKey, place.Account.Id, notice.Kind, cancellation),
            customer.Contact.Phone is not null && sms.IsConfigured,
            customer.Contact.Email is not null && mail.IsConfigured,
            customer.Contact.Phone is not null);
    }

    private static bool CanWrite(ChannelAccount account) => account is { Platform: WeChatPlatform, AppId: not null, AppSecret: not null };
}
