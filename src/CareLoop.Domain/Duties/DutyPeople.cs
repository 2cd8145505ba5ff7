using CareLoop.Domain.Directory;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Duties;

/// <summary>With whom a duty stands.</summary>
public static class DutyPeople
{
    /// <summary>
    /// The people of the duty's role whose shift falls into its window on a day, or who stand in for them; when the rota of that day names
    /// nobody of the role, everybody who holds it and is there.
    /// </summary>
    /// <param name="directory">The organisation.</param>
    /// <param name="site">The site.</param>
    /// <param name="task">The duty.</param>
    /// <param name="day">A day of its window.</param>
    public static IReadOnlyList<string> Of(DirectorySnapshot directory, string site, DutyTask task, DateOnly day)
    {
        var (dawn, night) = (ChinaTime.At(day, TimeSpan.Zero), ChinaTime.At(day.AddDays(1), TimeSpan.Zero));
        var from = task.OpensAt > dawn && task.OpensAt < night ? task.OpensAt : dawn;
        var until = task.DueAt < night && task.DueAt > from ? task.DueAt : night;
        var rostered = Roster.During(directory, site, task.Rule.Role, from, until).Distinct().Order(StringComparer.Ordinal).ToList();
        return rostered.Count > 0 ? rostered : Holders(directory, site, task.Rule.Role, day);
    }

    /// <summary>Whoever holds a role at a site and works there on a day: those of a role who hear of what was missed.</summary>
    public static IReadOnlyList<string> Holders(DirectorySnapshot directory, string site, string role, DateOnly day) =>
        [.. directory.Holders(site, role).Where(person => person.IsHereOn(day)).Select(person => person.Id)];
}
