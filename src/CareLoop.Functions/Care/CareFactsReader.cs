using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Care;

/// <summary>Looks up what a decision on a care task has to know from outside it.</summary>
public sealed class CareFactsReader(StaffDirectory directory)
{
    public async Task<CareFacts> OfAsync(CareFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        return new CareFacts(OnDuty: file.Task.Contact.Caller is null ? OnDuty(people, file, now) : null);
    }

    /// <summary>Who is on duty in the task's role when it opens; of several the one whom the task's id picks, so that they take turns and every run agrees.</summary>
    private static string? OnDuty(DirectorySnapshot people, CareFile file, DateTimeOffset now)
    {
        var at = file.Task.Contact.OpensAt < now ? file.Task.Contact.OpensAt : now;
        return Roster.At(people, file.Site, at)
            .Where(duty => !duty.Shift.OnCall && duty.ActsAs(file.Task.Role))
            .Select(duty => duty.Person.Id)
            .MinBy(person => CareIds.Of(file.Task.Id, person, string.Empty), StringComparer.Ordinal);
    }
}
