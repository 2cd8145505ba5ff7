namespace CareLoop.Functions.Notifications.Customers;

/// <summary>A message that only has a session of subscription <c>customer</c> worked off: the notice once more, for this subscription alone.</summary>
internal static class CustomerCall
{
    /// <param name="reason">Makes the message's id: the same call twice is one.</param>
    public static ServiceBusMessage To(DeliveryRow row, string reason)
    {
        var call = row.Notice.ToServiceBusMessage(position: 0);
        call.MessageId = $"{call.MessageId}#{reason}";
        call.ApplicationProperties.Remove(NoticeMessage.Audience);
        call.ApplicationProperties[NoticeMessage.ReplayFor] = NoticeMessage.Customer;
        return call;
    }
}
