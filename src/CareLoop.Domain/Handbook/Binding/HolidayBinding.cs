using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Reading;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>The holiday notice of a year.</summary>
internal static class HolidayBinding
{
    public static HolidayYear Bind(NodeReader node)
    {
        var year = node.Int("holidayYear");
        var holidays = ImmutableSortedDictionary.CreateBuilder<DateOnly, string>();
        var makeUp = ImmutableSortedSet.CreateBuilder<DateOnly>();
        _ = node.List("holidays", holiday => Add(holiday, holidays, makeUp));
        var bound = new HolidayYear(year, node.Text("version"), node.Text("source"), node.Instant("publishedAt"), holidays.ToImmutable(), makeUp.ToImmutable());
        foreach (var date in bound.Holidays.Keys.Concat(bound.MakeUpDays).Where(d => d.Year != year))
            node.Report(node.PlaceOf("holidays"), $"{date:yyyy-MM-dd} does not belong to {year}.", "Put the date into the file of its own year.");
        foreach (var date in bound.MakeUpDays.Where(bound.Holidays.ContainsKey))
            node.Report(node.PlaceOf("holidays"), $"{date:yyyy-MM-dd} is a holiday and a make-up day.", "Check it against the published notice.");
        node.Done();
        return bound;
    }

    private static string Add(NodeReader node, ImmutableSortedDictionary<DateOnly, string>.Builder holidays, ImmutableSortedSet<DateOnly>.Builder makeUp)
    {
        var name = node.Text("name");
        var from = node.Date(node.PlaceOf("from"), node.Text("from"));
        var to = node.Date(node.PlaceOf("to"), node.Text("to"));
        if (to < from)
            node.Report(node.PlaceOf("to"), $"{name} ends before it begins.", "Exchange from and to.");
        for (var date = from; date <= to; date = date.AddDays(1))
            holidays[date] = name;
        foreach (var text in node.Texts("makeUpDays"))
            makeUp.Add(node.Date(node.PlaceOf("makeUpDays"), text));
        return name;
    }
}
