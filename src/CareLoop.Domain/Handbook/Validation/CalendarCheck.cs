using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook.Validation;

/// <summary>V-02: hours do not overlap and there are some; V-15: promised hours are staffed.</summary>
internal static class CalendarCheck
{
    public static IEnumerable<HandbookError> Find(PackDraft draft)
    {
        foreach (var calendar in draft.Pack.Calendars.Values.Select(t => t.Calendar))
        {
            if (calendar.Weekly.All(day => day.IsEmpty))
                yield return draft.Error("V-02", "calendars", calendar.Id, "weekly", $"Calendar '{calendar.Id}' is never open.", "Add at least one window a week.");
            foreach (var day in calendar.Weekly.Concat(calendar.Overrides.Values))
            {
                if (day.FirstOrDefault(w => w.To <= w.From) is { } empty && empty != default)
                    yield return draft.Error("V-02", "calendars", calendar.Id, "weekly", $"The window {empty} of '{calendar.Id}' ends before it begins.", "Exchange its times, or split it at midnight.");
                if (day.Zip(day.Skip(1)).Any(p => p.Second.From < p.First.To))
                    yield return draft.Error("V-02", "calendars", calendar.Id, "weekly", $"Windows of '{calendar.Id}' overlap.", "Write each hour of a day once.");
            }

            foreach (var gap in Gaps(calendar))
                yield return draft.Warning("V-15", "calendars", calendar.Id, "shifts", $"'{calendar.Id}' promises {gap}, but no shift covers it.", "Add a shift, shorten the promise, or name who is on call.");
        }
    }

    private static IEnumerable<TimeWindow> Gaps(BusinessCalendar calendar)
    {
        if (calendar.Shifts.IsEmpty)
            yield break;
        foreach (var window in calendar.Weekly.SelectMany(d => d).Distinct())
        {
            var covered = window.From;
            foreach (var shift in calendar.Shifts.OrderBy(s => s.From))
            {
                if (shift.From > covered)
                    yield return new(covered, shift.From);
                covered = shift.To > covered ? shift.To : covered;
            }

            if (covered < window.To)
                yield return new(covered, window.To);
        }
    }
}
