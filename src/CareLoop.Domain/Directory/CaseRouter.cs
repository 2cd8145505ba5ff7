using System.Collections.Immutable;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>
/// Chooses who answers for a new case (COM-OWN-01): the old owner of a repeated matter, the person asked, whoever is on duty and suits,
/// whoever is on call, or nobody. A pure function: the same directory, request and counts give the same answer.
/// </summary>
public static class CaseRouter
{
    /// <summary>Those between whom only the number of open cases decides; empty when nobody is there or the choice is made without it.</summary>
    public static ImmutableArray<string> Candidates(DirectorySnapshot directory, RouteRequest request) =>
        NeedsNobodyElse(directory, request) ? [] : [.. Best(directory, request).Select(duty => duty.Person.Id)];

    /// <param name="openCases">Open cases of each of <see cref="Candidates"/>; one that is missing counts as none.</param>
    public static Route Choose(DirectorySnapshot directory, RouteRequest request, IReadOnlyDictionary<string, int> openCases)
    {
        var asked = request.AskedInPerson is { } person ? new Route(person, null, RouteReason.FirstAsked) : null;
        if (OldOwner(directory, request) is not { } old)
            return asked ?? Pick(directory, request, openCases);
        if (IsOnDuty(directory, request, old.Id))
            return new(old.Id, null, RouteReason.PreviousOwner);
        var acting = (asked ?? Pick(directory, request, openCases)).Owner;
        return new(old.Id, acting == old.Id ? null : acting, RouteReason.PreviousOwner);
    }

    private static bool NeedsNobodyElse(DirectorySnapshot directory, RouteRequest request) =>
        request.AskedInPerson is not null || OldOwner(directory, request) is { } old && IsOnDuty(directory, request, old.Id);

    private static StaffMember? OldOwner(DirectorySnapshot directory, RouteRequest request) =>
        request.PreviousOwner is { } id && directory.FindStaff(id) is { } person
            && person.Sites.Contains(request.Site) && person.IsHereOn(ChinaTime.Date(request.At)) && person.Roles.Any(request.HandlingRoles.Contains)
            ? person
            : null;

    private static bool IsOnDuty(DirectorySnapshot directory, RouteRequest request, string person) =>
        OnDuty(directory, request).Any(duty => !duty.Shift.OnCall && duty.Person.Id == person);

    private static Route Pick(DirectorySnapshot directory, RouteRequest request, IReadOnlyDictionary<string, int> openCases)
    {
        var chosen = Best(directory, request)
            .OrderBy(duty => openCases.GetValueOrDefault(duty.Person.Id))
            .ThenBy(duty => Lot(request.CaseId, duty.Person.Id))
            .ThenBy(duty => duty.Person.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return chosen is null ? new(null, null, RouteReason.NobodyOnDuty) : new(chosen.Person.Id, null, ReasonOf(chosen, request));
    }

    private static RouteReason ReasonOf(Duty duty, RouteRequest request) =>
        duty.Shift.OnCall ? RouteReason.OnCall
        : duty.InsteadOf is not null ? RouteReason.Deputy
        : duty.ActsAs(request.OwnerRole) ? RouteReason.OnDuty
        : RouteReason.OtherRole;

    /// <summary>The people on duty who suit equally well, and better than all others.</summary>
    private static IEnumerable<Duty> Best(DirectorySnapshot directory, RouteRequest request)
    {
        var present = OnDuty(directory, request);
        // A deputy acts in the place of whoever is absent, so that person's roles count.
        bool Acts(Duty duty, string role) => duty.ActsAs(role) || duty.InsteadOf is { } id && directory.FindStaff(id)!.Roles.Contains(role);
        List<IEnumerable<Duty>> circles =
        [
            present.Where(duty => !duty.Shift.OnCall && Acts(duty, request.OwnerRole)),
            present.Where(duty => !duty.Shift.OnCall && request.HandlingRoles.Any(role => Acts(duty, role))),
            present.Where(duty => duty.Shift.OnCall),
        ];
        var circle = circles.FirstOrDefault(c => c.Any()) ?? [];
        return circle.DistinctBy(duty => duty.Person.Id).GroupBy(duty => Fit(duty.Person, request.Needs)).MaxBy(group => group.Key) ?? Enumerable.Empty<Duty>();
    }

    private static IReadOnlyList<Duty> OnDuty(DirectorySnapshot directory, RouteRequest request)
    {
        if (Roster.IsKept(directory, request.Site))
            return Roster.TurnsAt(directory, request.Site, request.At);
        var openAllDay = new Shift { Id = "open", Name = "open", Site = request.Site, Start = TimeOnly.MinValue, End = TimeOnly.MinValue };
        return !request.IsOpen
            ? []
            :
            [
                .. directory.Staff.Where(person => directory.IsPresent(person, request.Site, request.At))
                    .OrderBy(person => person.Id, StringComparer.Ordinal)
                    .Select(person => new Duty(person, openAllDay, openAllDay.On(ChinaTime.Date(request.At)))),
            ];
    }

    /// <summary>How many needs a person meets, then how many of them he is there for in particular.</summary>
    private static (int Met, int Named) Fit(StaffMember person, IReadOnlyCollection<string> needs) =>
        (needs.Count(need => Competence.Meets(person.Competences, need)), needs.Count(person.Competences.Contains));

    /// <summary>A lot drawn by case and person (FNV-1a): the same on every machine.</summary>
    private static uint Lot(string caseId, string person)
    {
        var hash = 2166136261u;
        foreach (var letter in $"{caseId}|{person}")
            hash = unchecked((hash ^ letter) * 16777619u);
        return hash;
    }
}
