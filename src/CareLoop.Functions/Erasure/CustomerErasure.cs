using CareLoop.Domain.Time;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Erasure;

/// <summary>
/// Destroys a customer's data key when nothing of him is left that needs it: whatever was ever sealed with it is unreadable from then on,
/// wherever a copy lies. Subjects, care tasks, chats and shared words go first, so that a crash leaves the key and with it the rest of the work.
/// </summary>
public sealed class CustomerErasure(
    CaseIndex index, CustomerTable customers, ContentTable contents, SubjectTable subjects, CareErasure care, ConsentTable consents,
    ConversationTable conversations, InboundTable inbound, DueTable due, TimeProvider time)
{
    private const char Separator = '|';

    /// <summary>Erases a customer who has no case. A row in table <c>due</c> stands until it is done, since nothing else would know of it any more.</summary>
    public async Task EraseAskedAsync(string organisation, string customerKey, CancellationToken cancellation)
    {
        var mark = await due.FileAsync(time.GetUtcNow(), DueItem.Erasure, string.Join(Separator, organisation, customerKey), cancellation);
        await EraseIfLastAsync(organisation, customerKey, asked: true, cancellation);
        await due.DoneAsync(mark, cancellation);
    }

    /// <summary>What the watch does about an erasure that was interrupted.</summary>
    internal Task EraseAskedAsync(string address, CancellationToken cancellation) =>
        address.Split(Separator) is [var organisation, var customerKey] ? EraseIfLastAsync(organisation, customerKey, asked: true, cancellation) : Task.CompletedTask;

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

        foreach (var conversation in await conversations.OfCustomerAsync(customerKey, cancellation))
        {
            if (conversation.WakeAt is { } wakeAt)
            {
                await inbound.WokenAsync(wakeAt, conversation.State.Id, cancellation);
            }

            await conversations.DeleteAsync(conversation.State, cancellation);
        }

        await inbound.ForgetCustomerAsync(customerKey, cancellation);
        await consents.DeleteAllAsync(customerKey, cancellation);
        await contents.DeleteAllAsync(customerKey, cancellation);
        await customers.DeleteAsync(organisation, customerKey, cancellation);
    }
}
