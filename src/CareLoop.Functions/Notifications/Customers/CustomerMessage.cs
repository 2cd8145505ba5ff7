using CareLoop.Domain.Notices;
using CareLoop.Domain.Words;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>One notice as it goes out to one customer.</summary>
/// <param name="Notice">What is told.</param>
/// <param name="Words">How it is put.</param>
/// <param name="Customer">To whom.</param>
/// <param name="WeChat">Where on WeChat the customer is, if there.</param>
/// <param name="Language">The language the customer chose, Chinese without a choice.</param>
public sealed record CustomerMessage(NoticeMessage Notice, NoticeWords Words, CustomerRecord Customer, WeChatPlace? WeChat, Language Language)
{
    public string Text => Words.In(Language);

    /// <summary>The same on every repetition; providers that deduplicate do it by this.</summary>
    public string Id => Notice.InboxId;
}

/// <summary>A user of one of our WeChat accounts.</summary>
public sealed record WeChatPlace(ChannelAccount Account, string OpenId);

/// <summary>One way to customers.</summary>
public interface ICustomerWay
{
    DeliveryWay Way { get; }

    /// <summary>Hands a message over. Whatever can go wrong there is a result; an exception is a fault of ours.</summary>
    Task<SendResult> SendAsync(CustomerMessage message, CancellationToken cancellation);
}
