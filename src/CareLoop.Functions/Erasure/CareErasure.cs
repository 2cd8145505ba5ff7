using CareLoop.Domain.Cases;
using CareLoop.Functions.Care;
using CareLoop.Functions.Notifications.Customers;

namespace CareLoop.Functions.Erasure;

/// <summary>Ends the care of a subject whose customer is erased, and takes the customer out of what was done (关怀任务).</summary>
public sealed class CareErasure(CareIndex index, CareTable table, CareRounds rounds, DeliveryTable deliveries)
{
    public async Task EraseAsync(string organisation, string subjectId, CancellationToken cancellation)
    {
        List<IndexedCare> tasks = [];
        await foreach (var row in index.ReadAsync(CareIndex.OfSubject(organisation, subjectId), dueBefore: null, cancellation))
        {
            tasks.Add(row);
        }

        foreach (var task in tasks)
        {
            await rounds.CancelAsync(task.Id, Actor.System, cancellation);
            await table.ForgetCustomerAsync(task.Id, cancellation);
            await deliveries.DeleteAllAsync(task.Id, cancellation);
            await index.RemoveAsync(organisation, task, cancellation);
        }
    }
}
