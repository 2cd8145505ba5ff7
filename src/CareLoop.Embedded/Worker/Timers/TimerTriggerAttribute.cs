namespace CareLoop.Embedded.Worker;

/// <summary>Starts the function by the clock.</summary>
/// <param name="schedule">Six-field NCRONTAB expression in UTC, seconds first, or <c>%Setting%</c> that holds one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; } = schedule;

    /// <summary>Also runs when the host starts, whatever the schedule says.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Remembers the schedule across restarts, so that a missed run is caught up.</summary>
    public bool UseMonitor { get; set; } = true;
}
