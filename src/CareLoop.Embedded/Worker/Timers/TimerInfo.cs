namespace CareLoop.Embedded.Worker;

/// <summary>What a timer function learns about its own run.</summary>
public class TimerInfo
{
    /// <summary>Null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True for the one run that makes up for runs missed while the host was down.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The remembered state of a schedule before the run at hand; all instants UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last run; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The run that was expected next when this was written, which is the run at hand.</summary>
    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
