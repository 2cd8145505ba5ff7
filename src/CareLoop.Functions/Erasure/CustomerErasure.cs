using CareLoop.Domain.Time;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Erasure;

/// <summary>
/// Destroys a customer's data key when nothing of him is left that needs it: whatever was ever sealed with it is unreadable from then on,
/// wherever a copy lies. Subjects, care tasks and shared words go first, so that a crash leaves the key and with it the rest of the work.
/// </summary>
public sealed class CustomerErasure(
    CaseIndex index, CustomerTable customers, ContentTable contents, SubjectTable subjects, CareErasure care, ConsentTable consents, TimeProvider time)
{
    /// <param name="asked">The customer asked for it: a running warranty or membership does not keep him then.</param>
    public async Task EraseIfLastAsync(string organisation, string customerKey, bool asked, CancellationToken cancellation)
    {
        var (others, _) = await index.ReadPageAsync(CaseIndex.OfCustomer(organisation, customerKey), [], continuation: null, size: 1, cancellation);
        var owned = await subjects.ReadAsync(organisation, customerKey, customer: null, cancellation);
        if (others.Count > 0 || (!asked && owned.Any(item => item.Subject.IsRunningOn(ChinaTime.Date(time.GetUtcNow())))))
        {
            return;
        }

        foreach (var (subject, _, _, _) in owned)
        {
            await care.EraseAsync(organisation, subject.Id, cancellation);
            await subjects.DeleteAsync(organisation, customerKey, subject.Id, cancellation);
        }

        await consents.DeleteAllAsync(customerKey, cancellation);
        await contents.DeleteAllAsync(customerKey, cancellation);
        await customers.DeleteAsync(organisation, customerKey, cancellation);
    }
}
