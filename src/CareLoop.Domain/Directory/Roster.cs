using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>Somebody's turn in a shift.</summary>
/// <param name="Person">Who is there.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Span">When.</param>
/// <param name="InsteadOf">Staff id of whoever is absent and stood in for; null for one's own turn.</param>
public sealed record Duty(StaffMember Person, Shift Shift, ShiftSpan Span, string? InsteadOf = null)
{
    /// <summary>Whether the person acts in a role during this shift.</summary>
    public bool ActsAs(string role) => Person.Roles.Contains(role) && (Shift.Roles.Count == 0 || Shift.Roles.Contains(role));
}

/// <summary>Who is on duty when, worked out from shifts, rotas, absences and deputies.</summary>
public static class Roster
{
    /// <summary>Whether a site has shifts at all; one that has none is staffed by everybody while it is open.</summary>
    public static bool IsKept(DirectorySnapshot directory, string site) => directory.Shifts.Any(shift => shift.Site == site);

    /// <summary>Everybody on duty or on call at an instant, in a stable order; each person once.</summary>
    public static IReadOnlyList<Duty> At(DirectorySnapshot directory, string site, DateTimeOffset at) =>
        [.. TurnsAt(directory, site, at).DistinctBy(duty => duty.Person.Id)];

    /// <summary>The same with every turn: who stands in for two people has a turn for each, and one of their own.</summary>
    public static IReadOnlyList<Duty> TurnsAt(DirectorySnapshot directory, string site, DateTimeOffset at) =>
    [
        .. Planned(directory, site, at, at)
            .Where(duty => duty.Span.Covers(at))
            .Select(duty => Present(directory, site, duty, at))
            .OfType<Duty>()
            .OrderBy(duty => duty.Shift.OnCall).ThenBy(duty => duty.InsteadOf is not null).ThenBy(duty => duty.Person.Id, StringComparer.Ordinal)
            .ThenBy(duty => duty.InsteadOf, StringComparer.Ordinal).ThenBy(duty => duty.Shift.Id, StringComparer.Ordinal),
    ];

    /// <summary>Turns of people who still work here that end after one instant and not after another, absent or not; on call left out.</summary>
    public static IEnumerable<Duty> Ending(DirectorySnapshot directory, string site, DateTimeOffset after, DateTimeOffset until) =>
        Planned(directory, site, after, until).Where(duty => !duty.Shift.OnCall && duty.Span.EndsAt > after && duty.Span.EndsAt <= until);

    /// <summary>Staff ids of those who act in a role in some part of a stretch of time, each deputy in the place of whoever is absent; on call left out.</summary>
    public static IEnumerable<string> During(DirectorySnapshot directory, string site, string role, DateTimeOffset from, DateTimeOffset until) =>
        Planned(directory, site, from, until)
            .Where(duty => !duty.Shift.OnCall && duty.ActsAs(role) && duty.Span.StartsAt < until && duty.Span.EndsAt > from)
            .Select(duty => Present(directory, site, duty, duty.Span.StartsAt > from ? duty.Span.StartsAt : from)?.Person.Id)
            .OfType<string>();

    /// <summary>The turn a person is in at an instant, or else was in last within the day before.</summary>
    public static Duty? LatestOf(DirectorySnapshot directory, string site, string person, DateTimeOffset at) =>
        Planned(directory, site, at.AddDays(-1), at)
            .Where(duty => duty.Person.Id == person && !duty.Shift.OnCall && duty.Span.StartsAt <= at && duty.Span.EndsAt > at.AddDays(-1))
            .MaxBy(duty => duty.Span.StartsAt);

    /// <summary>When somebody else is there to take over what a turn leaves behind, within two weeks; null when the rota names nobody.</summary>
    public static DateTimeOffset? RelievedAt(DirectorySnapshot directory, string site, string person, DateTimeOffset end)
    {
        if (At(directory, site, end).Any(duty => !duty.Shift.OnCall && duty.Person.Id != person))
            return end;
        return Planned(directory, site, end, end.AddDays(14))
            .Where(duty => !duty.Shift.OnCall && duty.Person.Id != person && duty.Span.StartsAt >= end && directory.IsPresent(duty.Person, site, duty.Span.StartsAt))
            .Select(duty => (DateTimeOffset?)duty.Span.StartsAt)
            .Min();
    }

    /// <summary>Whether somebody has a turn, on call or not, in some part of a span.</summary>
    public static bool HasTurn(DirectorySnapshot directory, string site, string person, ShiftSpan span) =>
        Planned(directory, site, span.StartsAt, span.EndsAt)
            .Any(duty => duty.Person.Id == person && duty.Span.StartsAt < span.EndsAt && duty.Span.EndsAt > span.StartsAt);

    private static IEnumerable<Duty> Planned(DirectorySnapshot directory, string site, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var shift in directory.Shifts.Where(shift => shift.Site == site))
        {
            // A shift over midnight belongs to the day it begins on.
            for (var day = ChinaTime.Date(from).AddDays(-1); day <= ChinaTime.Date(to); day = day.AddDays(1))
            {
                foreach (var person in Turns(directory, shift, day))
                    yield return new(person, shift, shift.On(day));
            }
        }
    }

    /// <summary>Whose turns of a shift begin on a day, absent or not: by the rota, and by what was exchanged since (CTR-SHIFT-03).</summary>
    public static IEnumerable<StaffMember> Turns(DirectorySnapshot directory, Shift shift, DateOnly day) => directory.Rotas
        .Where(entry => entry.Shift == shift.Id && entry.Covers(day))
        .SelectMany(entry => entry.Staff)
        .Distinct()
        .Select(person => directory.FindSwap(ShiftSwap.IdOf(shift.Id, day, person))?.Worker ?? person)
        .Distinct()
        .Select(directory.FindStaff)
        .OfType<StaffMember>()
        .Where(person => person.Sites.Contains(shift.Site) && person.IsHereOn(day));

    private static Duty? Present(DirectorySnapshot directory, string site, Duty duty, DateTimeOffset at)
    {
        if (directory.IsPresent(duty.Person, site, at))
            return duty;
        return directory.DeputyOf(duty.Person.Id, site, at) is { } deputy ? duty with { Person = deputy, InsteadOf = duty.Person.Id } : null;
    }
}
