namespace CareLoop.Domain.Time;

/// <summary>Customers are visited at home by day, on every day of the week: a visit has been arranged and needs no open office (MALL-FU-04).</summary>
public static class VisitingHours
{
    public static bool Contain(WorkingTime time, DateTimeOffset at) => time.Calendar.VisitingWindow.Holds(at);
}
