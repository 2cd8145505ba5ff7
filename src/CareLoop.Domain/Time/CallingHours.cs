namespace CareLoop.Domain.Time;

/// <summary>Customers are called only while the organisation is open and between 9 and 20 o'clock (COM-TIME-12).</summary>
public static class CallingHours
{
    public static bool Contain(WorkingTime time, DateTimeOffset at)
    {
        var clock = ChinaTime.Local(at).TimeOfDay;
        var window = time.Calendar.CallingWindow;
        return time.IsOpen(at) && clock >= window.From && clock < window.To;
    }
}
