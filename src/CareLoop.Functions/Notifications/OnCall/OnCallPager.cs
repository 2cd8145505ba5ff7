using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Notices;
using CareLoop.Domain.Words;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.OnCall;

/// <summary>
/// Sends whoever is on call a text message about an emergency, at any hour (COM-TIME-13); the ladder of the case calls the next one when
/// nobody acknowledges in time. What was being sent when the host died is sent again: an alarm twice is better than none.
/// </summary>
public sealed class OnCallPager(
    SmsGateway sms, DeliveryTable ledger, DeliveryDesk desk, CaseTable cases, NoticeTexts texts, StaffDirectory directory, TimeProvider time)
{
    private static readonly CustomerReach ByText = CustomerReach.None with { CanText = true };

    /// <param name="notice">A notice to staff.</param>
    /// <param name="recipients">Staff ids of those it is for.</param>
    public async Task PageAsync(NoticeMessage notice, IReadOnlyList<string> recipients, CancellationToken cancellation)
    {
        if (!sms.IsConfigured || notice.Chat is not null || await cases.FindAsync(notice.CaseId, cancellation) is not { State: var state } || !QuietHours.Wakes(state, notice.Kind))
        {
            return;
        }

        var people = await directory.GetAsync(cancellation);
        foreach (var person in recipients.Select(people.FindStaff).OfType<StaffMember>().Where(person => person.Phone is not null))
        {
            await PageAsync(notice, person, cancellation);
        }
    }

    private async Task PageAsync(NoticeMessage notice, StaffMember person, CancellationToken cancellation)
    {
        var session = $"page|{person.Id}";
        await ledger.AddAsync(
            session,
            notice,
            new Delivery { NoticeId = notice.InboxId, Kind = notice.Kind, Recipient = person.Id, At = notice.At, ChangedAt = time.GetUtcNow() },
            cancellation);
        var row = await ledger.FindAsync(session, DeliveryTable.KeyOf(notice), cancellation) ?? throw new InvalidOperationException("A line of the ledger has vanished.");
        if (row.Delivery.State == DeliveryState.Sending)
        {
            row = await desk.MoveAsync(row, Delivering.Again(row.Delivery, time.GetUtcNow()), cancellation);
        }

        while (row.Delivery.State == DeliveryState.Waiting)
        {
            if (row.Delivery.NextAt is { } next && time.GetUtcNow() < next)
            {
                await desk.WakeAsync(row, cancellation);
                return;
            }

            row = await TryAsync(row, person, cancellation);
        }
    }

    private async Task<DeliveryRow> TryAsync(DeliveryRow row, StaffMember person, CancellationToken cancellation)
    {
        row = await desk.MoveAsync(row, Delivering.Begin(row.Delivery, ByText, isAllowed: true, time.GetUtcNow()), cancellation);
        if (row.Delivery.State != DeliveryState.Sending)
        {
            return row;
        }

        var text = await texts.OfAsync(row.Notice.EntryFor(person.Id), Language.Chinese, cancellation);
        var values = new Dictionary<string, string> { ["工单编号"] = row.Notice.CaseId };
        var result = await sms.SendAsync(new TextMessage($"{row.Delivery.NoticeId}-{person.Id}", person.Phone!, row.Delivery.Kind, values, text), CancellationToken.None);
        return await desk.MoveAsync(row, Delivering.After(row.Delivery, result, time.GetUtcNow()), CancellationToken.None);
    }
}
