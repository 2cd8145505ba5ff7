using CareLoop.Domain.Cases;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Erasure;

/// <summary>
/// Carries out that a case is anonymous (COM-ARC-03): words, photos, links, notices and pointers go; the header and the timeline stay without
/// the customer. It begins when the line that says so is written, and every step may be done twice; last of all the header forgets the
/// customer, and as long as it knows him there is something left to do.
/// </summary>
public sealed class CaseErasure(
    CaseTable cases, CaseIndex index, ContentTable contents, EvidenceStore evidence, TrackingTable trackings, InboxTable inbox, DeliveryTable deliveries, CustomerErasure customers)
{
    /// <param name="header">An anonymised case whose worklist rows are gone.</param>
    /// <param name="cancellation">Stops between two steps; the round that is repeated goes on.</param>
    public async Task EraseAsync(CaseHeader header, CancellationToken cancellation)
    {
        var state = header.State;
        if (state.CustomerKey == Retention.Nobody)
        {
            return;
        }

        var events = await cases.ReadEventsAsync(state.CaseId, 1, state.Sequence, cancellation);
        await evidence.DeleteAllAsync(state.CaseId, cancellation);
        foreach (var content in events.Select(line => line.ContentId).OfType<string>().Distinct())
        {
            await contents.DeleteAsync(state.CustomerKey, content, cancellation);
        }

        await trackings.DeleteAllAsync(state.CaseId, cancellation);
        await inbox.ForgetAsync(state.Organisation, state.CustomerKey, state.CaseId, cancellation);
        await deliveries.DeleteAllAsync(state.CaseId, cancellation);
        if (state.Counterparty is { } counterparty)
        {
            await index.ForgetComplaintAsync(state.Organisation, counterparty, state.ReceivedAt, state.CaseId, cancellation);
        }

        await cases.ForgetCommandsAsync(state.CaseId, cancellation);
        await cases.ForgetCustomerAsync(state.CaseId, [.. events.Select(line => Retention.Forget(line, state.CustomerKey))], cancellation);
        var asked = events.Any(line => line.Type == EventTypes.Anonymised && line.Data["cause"] == nameof(AnonymiseCause.CustomerRequest));
        await customers.EraseIfLastAsync(state.Organisation, state.CustomerKey, asked, cancellation);
        await cases.ForgetCustomerAsync(state.CaseId, cancellation);
    }
}
