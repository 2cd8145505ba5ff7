using System.Collections.Immutable;
using System.Globalization;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Duties;

/// <summary>The duties of a handbook and what they come to on the days of its calendar: pure functions, so nothing has to be written for a duty to be there.</summary>
public static class DutyBook
{
    private const string Block = "dutyTasks";

    /// <summary>The duties of the pack but those that follow from customers' dates, which are care tasks (<see cref="CareDuties"/>).</summary>
    public static ImmutableArray<DutyRule> Of(PolicyPack pack) =>
        [.. pack.Records[Block].Where(record => !CareDuties.IsOfCustomers(pack, record)).Select(record => Read(pack, record))];

    /// <summary>The duties somebody may open by saying that their event has happened.</summary>
    public static IEnumerable<DutyRule> OnEvent(PolicyPack pack) => Of(pack).Where(rule => rule.Schedule is DutySchedule.OnEvent);

    /// <summary>Duties whose window has a moment from one instant to another, in the order of their due times.</summary>
    public static IReadOnlyList<DutyTask> Between(PolicyPack pack, DateTimeOffset from, DateTimeOffset until) =>
    [
        .. Of(pack).SelectMany(rule => Tasks(pack, rule, from, until))
            .Where(task => task.OpensAt <= until && task.DueAt >= from)
            .OrderBy(task => task.DueAt).ThenBy(task => task.Id, StringComparer.Ordinal),
    ];

    /// <summary>Duties due after one instant and not after another.</summary>
    public static IEnumerable<DutyTask> Due(PolicyPack pack, DateTimeOffset after, DateTimeOffset until) =>
        Between(pack, after, until).Where(task => task.DueAt > after && task.DueAt <= until);

    /// <summary>The duty that an event brought about; null when its time has to be given and was not.</summary>
    /// <param name="pack">The handbook.</param>
    /// <param name="rule">A duty that comes with an event.</param>
    /// <param name="mark">What tells this event from others: letters and digits.</param>
    /// <param name="happened">When somebody said that it happened.</param>
    /// <param name="by">When what the duty has to come before takes place.</param>
    public static DutyTask? OfEvent(PolicyPack pack, DutyRule rule, string mark, DateTimeOffset happened, DateTimeOffset? by) =>
        (rule.Limit.DueOf(pack.Time(pack.Calendar), happened) ?? by) is { } due
            ? new(IdOf(ChinaTime.Date(due), rule.Id, mark), rule, happened, due)
            : null;

    /// <summary>A duty of the block as rows know it; null when the pack has none of that id.</summary>
    public static DutyRule? Find(PolicyPack pack, string id) => pack.Records[Block].FirstOrDefault(record => record.Id == id) is { } record ? Read(pack, record) : null;

    /// <summary>How ids and rows of a day's duties begin.</summary>
    public static string DayText(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Keys of a record that cannot be read, for the validation of packs.</summary>
    internal static IEnumerable<(string Key, string Message, string Remedy)> Faults(PackRecord record)
    {
        var (schedule, due) = (record.Field("schedule"), record.Field("due"));
        var isSchedule = DutySchedule.TryParse(schedule, out var readable);
        var isLimit = DutyLimit.TryParse(due, out var limit);
        if (!isSchedule)
            yield return ("schedule", $"'schedule: {schedule}' of '{record.Id}' cannot be read.", $"Write one of: {DutySchedule.Forms}.");
        if (!isLimit)
            yield return ("due", $"'due: {due}' of '{record.Id}' cannot be read.", $"Write one of: {DutyLimit.Forms}.");
        if (isSchedule && isLimit && !limit.Suits(readable))
            yield return ("due", $"'due: {due}' of '{record.Id}' does not go with 'schedule: {schedule}'.", $"Name a time within the period of the schedule. Known: {DutyLimit.Forms}.");
        if (record.Field("role") is null)
            yield return ("role", $"'{record.Id}' is nobody's duty.", "Write role: with the role that does it.");
    }

    private static IEnumerable<DutyTask> Tasks(PolicyPack pack, DutyRule rule, DateTimeOffset from, DateTimeOffset until)
    {
        var time = pack.Time(pack.Calendar);
        // Closing at 24:00 is the next date already.
        foreach (var period in rule.Schedule.Periods(time, ChinaTime.Date(from).AddDays(-1), ChinaTime.Date(until)))
        {
            var id = IdOf(rule.Limit.Names(period), rule.Id, mark: null);
            if (rule.Schedule is not DutySchedule.Daily { Times: > 1 } daily)
            {
                var (opens, due) = rule.Limit.Window(time, period);
                yield return new(id, rule, opens, due);
                continue;
            }

            // Each of several opens when the one before it was due, or else in its share of the day.
            var (start, end) = rule.Limit.Window(time, period);
            var begins = start;
            for (var nth = 1; nth <= daily.Times; nth++)
            {
                var due = daily.Limits.IsEmpty ? start + ((end - start) * nth / daily.Times) : daily.Limits[nth - 1].Window(time, period).Due;
                yield return new($"{id}-{nth.ToString(CultureInfo.InvariantCulture)}", rule, begins, daily.Limits.IsEmpty ? end : due);
                begins = due;
            }
        }
    }

    private static string IdOf(DateOnly day, string duty, string? mark) => mark is null ? $"{DayText(day)}-{duty}" : $"{DayText(day)}-{duty}-{mark}";

    private static DutyRule Read(PolicyPack pack, PackRecord record) =>
        DutySchedule.TryParse(record.Field("schedule"), out var schedule) & DutyLimit.TryParse(record.Field("due"), out var limit)
            ? new(
                record.Id,
                record.Name,
                schedule,
                limit,
                record.Field("role") ?? pack.DefaultOwnerRole,
                record.Field("onOverdue") ?? pack.FirstRole,
                record.Field("figure"),
                record.Source.RuleId)
            : throw new ArgumentException($"Duty '{record.Id}' of pack '{pack.Reference.Id}' was published without being readable.", nameof(record));
}
