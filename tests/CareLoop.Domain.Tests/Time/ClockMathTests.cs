using CareLoop.Domain.Tests.Support;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Tests.Time;

public sealed class ClockMathTests
{
    [Theory]
    [InlineData("BusinessHours", 4, "workdays 09-18", "2026-02-13 17:00", "2026-02-14 12:00")] // K1: into a make-up Saturday
    [InlineData("BusinessHours", 4, "workdays 09-12 14-18", "2026-02-13 11:30", "2026-02-13 17:30")] // K3: over lunch
    public void Vectors_of_working_time_hold(string kind, int amount, string hours, string start, string due)
    {
        var clock = new Clock(Enum.Parse<ClockKind>(kind), amount);
        Assert.Equal(due, At.Text(ClockMath.Due(clock, Hours.Of(hours), At.China(start))));
    }
}
