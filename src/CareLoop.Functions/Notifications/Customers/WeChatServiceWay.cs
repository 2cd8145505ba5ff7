using CareLoop.Domain.Notices;
using CareLoop.Functions.Channels.WeChat;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>Answers in the customer's WeChat chat (微信客服消息).</summary>
public sealed class WeChatServiceWay(WeChatApi wechat) : ICustomerWay
{
    public DeliveryWay Way => DeliveryWay.WeChatService;

    public Task<SendResult> SendAsync(CustomerMessage message, CancellationToken cancellation) =>
        WeChatResults.OfAsync(() => wechat.AnswerAsync(message.WeChat!.Account, message.WeChat.OpenId, message.Text, cancellation));
}
