using CareLoop.Domain.Notices;
using CareLoop.Domain.Words;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>
/// Takes notices to customers, one after the other within a case, care task or conversation: what waits for a way to open again holds up
/// what comes after it, so that nobody reads "solved" before "received". Its broker session is the only writer (docs/decisions/0019).
/// </summary>
public sealed class CustomerCourier(
    DeliveryTable ledger,
    DeliveryDesk desk,
    CustomerReaches reaches,
    CustomerTable customers,
    NoticeTexts texts,
    IEnumerable<ICustomerWay> ways,
    TimeProvider time)
{
    /// <summary>Why a notice was skipped: its words are gone, or nobody wrote any.</summary>
    private const string NoWords = "no-words";

    private const string Erased = "erased";

    private readonly Dictionary<DeliveryWay, ICustomerWay> byWay = ways.ToDictionary(way => way.Way);

    /// <summary>Enters a notice into the ledger and works off what is open there. May run any number of times for the same notice.</summary>
    public async Task DeliverAsync(NoticeMessage notice, CancellationToken cancellation)
    {
        if (!reaches.AnyWay)
        {
            return;
        }

        await ledger.AddAsync(
            notice.Session,
            notice,
            new Delivery { NoticeId = notice.InboxId, Kind = notice.Kind, Recipient = notice.To.Id, At = notice.At, ChangedAt = time.GetUtcNow() },
            cancellation);
        foreach (var row in (await ledger.ReadAsync(notice.Session, cancellation)).Where(row => row.Delivery.IsOpen))
        {
            if (await BringAsync(row, cancellation) is { } waiting)
            {
                await desk.WakeAsync(waiting, cancellation);
                return;
            }
        }
    }

    /// <summary>Tries one notice until it is settled.</summary>
    /// <returns>The row if it has to wait.</returns>
    private async Task<DeliveryRow?> BringAsync(DeliveryRow row, CancellationToken cancellation)
    {
        row = await desk.MoveAsync(row, Delivering.Found(row.Delivery, time.GetUtcNow()), cancellation);
        while (row.Delivery.State == DeliveryState.Waiting)
        {
            if (row.Delivery.NextAt is { } next && time.GetUtcNow() < next)
            {
                return row;
            }

            row = await TryAsync(row, cancellation);
        }

        return null;
    }

    private async Task<DeliveryRow> TryAsync(DeliveryRow row, CancellationToken cancellation)
    {
        var (notice, now) = (row.Notice, time.GetUtcNow());
        if (await customers.FindAsync(notice.Organisation, row.Delivery.Recipient, cancellation) is not { } customer)
        {
            return await desk.MoveAsync(row, Delivering.Skip(row.Delivery, Erased, now), cancellation);
        }

        var language = customer.Contact.Language == "en" ? Language.English : Language.Chinese;
        if (await texts.FindAsync(notice.EntryFor(row.Delivery.Recipient), language, cancellation) is not { } words)
        {
            return await desk.MoveAsync(row, Delivering.Skip(row.Delivery, NoWords, now), cancellation);
        }

        var reach = await reaches.OfAsync(customer, notice, words, cancellation);
        row = await desk.MoveAsync(row, Delivering.Begin(row.Delivery, reach, isAllowed: !words.Template.Marketing, now), cancellation);
        if (row.Delivery is not { State: DeliveryState.Sending, Way: { } way })
        {
            return row;
        }

        // From here on a stop of the host must not cut off what it has begun: half a call is neither sent nor not sent.
        var message = new CustomerMessage(notice, words, customer, reaches.WeChatOf(customer), language);
        var result = await byWay[way].SendAsync(message, CancellationToken.None);
        return await desk.MoveAsync(row, Delivering.After(row.Delivery, result, time.GetUtcNow()), CancellationToken.None);
    }
}
