using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Care;

/// <summary>Looks up what a decision on a care task has to know from outside it.</summary>
public sealed class CareFactsReader(StaffDirectory directory, SubjectTable subjects, CareIndex index, CareTable table, PackLibrary handbooks)
{
    public async Task<CareFacts> OfAsync(CareFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        var task = file.Task;
        var people = await directory.GetAsync(cancellation);
        var facts = new CareFacts(OnDuty: task.Contact.Caller is null ? OnDuty(people, file, now) : null);
        if (CarePlanBook.Find(handbooks.Pinned(task.Pack), task.Contact.PlanId).CheckList.IsEmpty)
        {
            return facts;
        }

        var subject = await subjects.FindAsync(file.Organisation, task.CustomerKey, file.SubjectId, cancellation);
        return facts with
        {
            TestDone = subject?.Anchors.Any(anchor => anchor.Anchor == CareAnchor.TestTaken && anchor.At <= now) == true,
            Vip = subject?.Vip == true,
            MarketingConsent = subject?.MarketingConsent == true,
            OpinionOpen = CareFacts.WaitsForAnswer(await SiblingsAsync(file, cancellation)),
        };
    }

    private async Task<IReadOnlyCollection<CareTask>> SiblingsAsync(CareFile file, CancellationToken cancellation)
    {
        List<CareTask> siblings = [];
        await foreach (var row in index.ReadAsync(CareIndex.OfSubject(file.Organisation, file.SubjectId), dueBefore: null, cancellation))
        {
            if (row.Id != file.Task.Id && await table.FindAsync(row.Id, cancellation) is { File.Task: var sibling })
            {
                siblings.Add(sibling);
            }
        }

        return siblings;
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
