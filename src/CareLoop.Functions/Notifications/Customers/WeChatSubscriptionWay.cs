using CareLoop.Domain.Notices;
using CareLoop.Functions.Channels.WeChat;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>
/// Sends a WeChat subscription message (微信订阅消息) and spends one consent for it. The consent is taken before the message goes out: a
/// crash in between loses a consent, never sends a second message on it. What surely did not go out gives it back.
/// </summary>
public sealed class WeChatSubscriptionWay(WeChatApi wechat, ConsentTable consents, TimeProvider time) : ICustomerWay
{
    public DeliveryWay Way => DeliveryWay.WeChatSubscription;

    public async Task<SendResult> SendAsync(CustomerMessage message, CancellationToken cancellation)
    {
        var ((account, openId), customer, kind) = (message.WeChat!, message.Customer.CustomerKey, message.Notice.Kind);
        if (await consents.TakeAsync(customer, account.Id, kind, cancellation) is not { } consent)
        {
            return new SendResult.Closed("consent-spent");
        }

        var fields = message.Words.Template.Subscription.ToDictionary(field => field.Field, field => field.Fill(message.Words.Values));
        var result = await WeChatResults.OfAsync(
            () => wechat.NotifyAsync(account, openId, account.Subscriptions[kind], account.SubscriptionPage, fields, cancellation));
        switch (result)
        {
            case SendResult.Later:
                await consents.AddAsync(customer, account.Id, kind, consent, time.GetUtcNow(), cancellation);
                break;
            case SendResult.Closed { Code: WeChatResults.ConsentSpent }:
                await consents.VoidAsync(customer, account.Id, kind, cancellation);
                break;
            default:
                break;
        }

        return result;
    }
}
