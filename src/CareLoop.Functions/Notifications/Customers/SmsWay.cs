using CareLoop.Domain.Notices;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>Sends a text message (短信).</summary>
public sealed class SmsWay(SmsGateway sms) : ICustomerWay
{
    public DeliveryWay Way => DeliveryWay.Sms;

    public Task<SendResult> SendAsync(CustomerMessage message, CancellationToken cancellation) => sms.SendAsync(
        new TextMessage(message.Id, message.Customer.Contact.Phone!, message.Words.Template.Id, message.Words.Values, message.Text), cancellation);
}
