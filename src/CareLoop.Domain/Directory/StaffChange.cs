using System.Collections.Immutable;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.Directory;

/// <summary>What a change of a staff entry means for the person's cases (COM-OWN-03: no case without an owner).</summary>
public static class StaffChange
{
    /// <summary>Sites at which the person can no longer answer for cases: given up, left for good, or without any role that handles cases.</summary>
    /// <param name="before">The entry as it is.</param>
    /// <param name="after">The entry as it is to be; null when it is deleted.</param>
    /// <param name="handles">Whether a role handles cases at a site.</param>
    public static ImmutableArray<string> SitesGivenUp(StaffMember before, StaffMember? after, Func<string, string, bool> handles)
    {
        if (after is null || (after.LeftOn is not null && after.LeftOn != before.LeftOn))
            return [.. before.Sites];
        return [.. before.Sites.Where(site => !after.Sites.Contains(site) || (Handles(before, site) && !Handles(after, site)))];

        bool Handles(StaffMember person, string site) => person.Roles.Any(role => handles(role, site));
    }

    /// <summary>Whether the person is already gone, so that a handover can no longer be waited for.</summary>
    public static bool IsGone(StaffMember? after, DateTimeOffset now) => after is null || !after.IsHereOn(ChinaTime.Date(now));
}
