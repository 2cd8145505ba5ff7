namespace CareLoop.Domain.Time;

/// <summary>Customers are called only while the organisation is open and between 9 and 20 o'clock (COM-TIME-12).</summary>
public static class CallingHours
{
    public static bool Contain(WorkingTime time, DateTimeOffset at) => time.IsOpen(at) && time.Calendar.CallingWindow.Holds(at);
}
