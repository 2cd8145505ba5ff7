using CareLoop.Embedded.Hosting.Catalog;
using CareLoop.Embedded.Hosting.Configuration;
using CareLoop.Embedded.Worker;
using NCrontab;

namespace CareLoop.Embedded.Hosting.Timers;

/// <summary>The schedule of one timer function: six fields, seconds first, read in UTC.</summary>
internal sealed record TimerSchedule(FunctionDescriptor Function, TimerTriggerAttribute Trigger, CrontabSchedule Expression)
{
    /// <summary>The first occurrence after an instant.</summary>
    public DateTimeOffset After(DateTimeOffset instant) =>
        new(DateTime.SpecifyKind(Expression.GetNextOccurrence(instant.UtcDateTime), DateTimeKind.Utc));

    /// <summary>The schedules of all timer functions; what is wrong with one goes into <paramref name="problems"/>.</summary>
    public static IReadOnlyList<TimerSchedule> Read(FunctionCatalog catalog, SettingExpressions settings, ICollection<string> problems) =>
        [.. catalog.Of(TriggerKind.Timer).Select(function => Read(function, settings, problems)).OfType<TimerSchedule>()];

    private static TimerSchedule? Read(FunctionDescriptor function, SettingExpressions settings, ICollection<string> problems)
    {
        if (function.TriggerParameter.ParameterType != typeof(TimerInfo))
        {
            problems.Add($"Function {function.Name}: parameter {function.TriggerParameter.Name} with [TimerTrigger] must be a TimerInfo.");
        }

        var trigger = (TimerTriggerAttribute)function.Trigger;
        if (settings.Resolve(trigger.Schedule, $"Function {function.Name}: its schedule", problems) is not { } text)
        {
            return null;
        }

        var parsed = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        if (parsed is null)
        {
            problems.Add($"Function {function.Name}: '{text}' is no six-field schedule "
                + "({second} {minute} {hour} {day} {month} {day of week}, such as '0 30 1 * * *' for 01:30:00 UTC).");
            return null;
        }

        return new TimerSchedule(function, trigger, parsed);
    }
}
