namespace CareLoop.Domain.Notices;

/// <summary>How a notice can get to a customer, the first choice first.</summary>
public enum DeliveryWay
{
    /// <summary>微信客服消息: free, but only within 48 hours of the customer's last message.</summary>
    WeChatService,

    /// <summary>微信订阅消息: one message for each consent the customer gave.</summary>
    WeChatSubscription,

    /// <summary>短信.</summary>
    Sms,

    /// <summary>电子邮件.</summary>
    Email,

    /// <summary>电话告知: a member of staff is asked to call.</summary>
    PhoneTask,
}
