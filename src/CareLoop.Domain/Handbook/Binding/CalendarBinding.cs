using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Reading;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>Opening hours: weekly windows by weekday or range of weekdays, and single dates.</summary>
internal static class CalendarBinding
{
    private static readonly ImmutableArray<string> Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly TimeWindow DefaultCalling = new(TimeSpan.FromHours(9), TimeSpan.FromHours(20));
    private static readonly TimeWindow DefaultVisiting = new(TimeSpan.FromHours(9), TimeSpan.FromHours(18));

    public static BusinessCalendar Bind(NodeReader node)
    {
        var weekly = node.Raw("weekly") is MapNode map ? Weekly(node, map) : MissingWeek(node);
        var calendar = new BusinessCalendar(
            node.Text("id"),
            node.Local("name"),
            weekly,
            node.Bool("openOnHolidays", fallback: false),
            MakeUpDay(node),
            Overrides(node),
            node.Raw("callingWindow") is ListNode calling ? Window(node, calling) : DefaultCalling)
        {
            VisitingWindow = node.Raw("visitingWindow") is ListNode visiting ? Window(node, visiting) : DefaultVisiting,
            Shifts = node.Raw("shifts") is { } shifts ? Windows(node, shifts) : [],
        };
        node.Source();
        return calendar;
    }

    private static ImmutableArray<ImmutableArray<TimeWindow>> MissingWeek(NodeReader node)
    {
        node.Report(node.Place, "'weekly' is missing.", "Add weekly: { mon-fri: [[\"09:00\", \"18:00\"]] }.", "V-02");
        return [.. Enumerable.Repeat(ImmutableArray<TimeWindow>.Empty, 7)];
    }

    private static ImmutableArray<ImmutableArray<TimeWindow>> Weekly(NodeReader node, MapNode map)
    {
        var week = Enumerable.Repeat(ImmutableArray<TimeWindow>.Empty, 7).ToArray();
        foreach (var entry in map.Entries)
        {
            var windows = Windows(node, entry.Value);
            foreach (var day in Range(node, entry))
                week[day] = week[day].AddRange(windows).Sort((a, b) => a.From.CompareTo(b.From));
        }

        return [.. week];
    }

    private static IEnumerable<int> Range(NodeReader node, MapEntry entry)
    {
        var ends = entry.Key.Split('-').Select(d => Days.IndexOf(d)).ToArray();
        if (ends.Length is 0 or > 2 || ends.Contains(-1))
        {
            node.Report(entry.Place, $"'{entry.Key}' is neither a weekday nor a range of weekdays.", "Use mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri.");
            yield break;
        }

        for (var day = ends[0]; ; day = (day + 1) % 7)
        {
            yield return day;
            if (day == ends[^1])
                yield break;
        }
    }

    private static ImmutableArray<TimeWindow> Windows(NodeReader node, PackNode value)
    {
        if (value is ListNode list)
            return [.. list.Items.Select(i => Window(node, i))];
        node.Report(value.Place, "Opening hours must be a list of windows.", "Write [[\"09:00\", \"12:00\"], [\"14:00\", \"18:00\"]].");
        return [];
    }

    private static TimeWindow Window(NodeReader node, PackNode value)
    {
        if (value is ListNode { Items: [ScalarNode from, ScalarNode to] })
            return new(node.TimeOfDay(from.Place, from.Text), node.TimeOfDay(to.Place, to.Text));
        node.Report(value.Place, "A window has a start and an end.", "Write [\"09:00\", \"18:00\"].");
        return default;
    }

    private static DayOfWeek? MakeUpDay(NodeReader node)
    {
        if (node.OptionalText("makeUpDay") is not { } text)
            return null;
        var day = Days.IndexOf(text);
        if (day >= 0)
            return (DayOfWeek)day;
        node.Report(node.PlaceOf("makeUpDay"), $"'{text}' is not a weekday.", "Write the weekday whose hours make-up days have, such as mon.");
        return null;
    }

    private static ImmutableSortedDictionary<DateOnly, ImmutableArray<TimeWindow>> Overrides(NodeReader node)
    {
        var dates = ImmutableSortedDictionary.CreateBuilder<DateOnly, ImmutableArray<TimeWindow>>();
        if (node.Raw("dates") is MapNode map)
        {
            foreach (var entry in map.Entries)
                dates[node.Date(entry.Place, entry.Key)] = Windows(node, entry.Value);
        }

        return dates.ToImmutable();
    }
}
