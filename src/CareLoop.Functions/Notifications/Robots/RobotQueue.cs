using System.Globalization;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>
/// Queue <c>robots</c>: a doorbell, one session for each robot, so that there is one at work for each. What is to be said are rows; a message
/// says nothing but that it is time to look. The broker drops a bell that is rung twice for the same reason.
/// </summary>
public sealed class RobotQueue(ServiceBusSender sender)
{
    public const string Name = "robots";

    /// <summary>There is something new.</summary>
    /// <param name="why">What; rung again for the same, it is one bell.</param>
    public Task RingAsync(string robot, string why, CancellationToken cancellation) => sender.SendMessageAsync(Bell(robot, $"{robot}+{why}"), cancellation);

    /// <summary>It will be time then.</summary>
    public Task WakeAsync(string robot, DateTimeOffset at, CancellationToken cancellation) =>
        sender.ScheduleMessageAsync(Bell(robot, string.Create(CultureInfo.InvariantCulture, $"{robot}@{at.UtcTicks}")), at, cancellation);

    private static ServiceBusMessage Bell(string robot, string id) =>
        new(BinaryData.FromString("look")) { MessageId = id, SessionId = robot, Subject = robot, ContentType = "text/plain" };
}
