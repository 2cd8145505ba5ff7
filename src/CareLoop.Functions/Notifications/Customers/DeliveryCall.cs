using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>A message that only has a delivery worked on: the notice once more, for the one subscription that brings it.</summary>
internal static class DeliveryCall
{
    /// <param name="reason">Makes the message's id: the same call twice is one.</param>
    public static ServiceBusMessage To(DeliveryRow row, string reason)
    {
        var call = row.Notice.ToServiceBusMessage(position: 0);
        call.MessageId = $"{call.MessageId}#{reason}";
        call.ApplicationProperties.Remove(NoticeMessage.Audience);
        call.ApplicationProperties[NoticeMessage.ReplayFor] = row.Notice.To.Kind == RecipientKind.Customer ? NoticeMessage.Customer : NoticeMessage.Staff;
        return call;
    }
}
