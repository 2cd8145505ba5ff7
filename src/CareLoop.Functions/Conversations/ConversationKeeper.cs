using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>
/// The one place that writes a conversation. What was decided is committed with its effects first and carried out after; what a crash left
/// in the outbox is carried out before anything else. Handling the same receipt again finds its message there and decides nothing.
/// </summary>
public sealed class ConversationKeeper(
    ConversationTable conversations,
    InboundTable receipts,
    InboundQueue queue,
    CustomerTable customers,
    PushContent contents,
    CustomersCases cases,
    ConversationEffects effects,
    StaffOrders orders,
    ChannelAccounts accounts,
    StaffDirectory directory,
    PackLibrary handbooks,
    TimeProvider time)
{
    /// <summary>Outcome of a receipt whose message or order is in the conversation.</summary>
    public const string Heard = "heard";

    /// <param name="conversation">Id of the conversation, which is the session.</param>
    /// <param name="receiptId">What is to be handled; null when time has passed.</param>
    public async Task HandleAsync(string conversation, string? receiptId, DurableTaskClient client, CancellationToken cancellation)
    {
        var receipt = receiptId is null ? null : await receipts.FindAsync(receiptId, cancellation);
        if (receiptId is not null && receipt is not { Outcome: null })
        {
            return;
        }

        var found = await conversations.FindAsync(conversation, cancellation);
        var row = found is not null
            ? await CarryOutAsync(found, client, cancellation)
            : receipt is { Order: null } ? await BeginAsync(receipt, cancellation) : null;
        if (row is null)
        {
            return;
        }

        ConversationInput input = receipt switch
        {
            null => new ConversationInput.TimePassed(),
            { Order: { } order } => await orders.ReadAsync(conversation, order, cancellation),
            _ => await HearAsync(row.State, receipt, cancellation),
        };
        var decision = ConversationDecider.Decide(await PackOfAsync(row.State, cancellation), row.State, input, time.GetUtcNow());
        row = await CommitAsync(row, decision, outbox: decision.Effects, cancellation);
        await CarryOutAsync(row, client, cancellation);
        if (receipt is not null)
        {
            await receipts.SettleAsync(receipt, decision.Refusal?.ToString() ?? Heard, cancellation);
        }

        if (found?.WakeAt is { } due && due <= time.GetUtcNow())
        {
            await receipts.WokenAsync(due, conversation, cancellation);
        }
    }

    /// <summary>A conversation before its first message.</summary>
    private async Task<ConversationRow> BeginAsync(InboundReceipt receipt, CancellationToken cancellation)
    {
        var account = AccountOf(receipt.Account);
        var state = new ConversationState
        {
            Id = receipt.Conversation,
            Organisation = account.Organisation,
            Site = account.Site,
            Channel = account.Channel,
            Account = receipt.Account,
            CustomerKey = receipt.CustomerKey,
        };
        await conversations.ListAsync(state, cancellation);
        return new ConversationRow(state, [], WakeAt: null, default);
    }

    /// <summary>The message of a receipt with what has to be known besides; only a knock when it has been heard before.</summary>
    private async Task<ConversationInput> HearAsync(ConversationState state, InboundReceipt receipt, CancellationToken cancellation)
    {
        var customer = await customers.FindAsync(state.Organisation, receipt.CustomerKey, cancellation);
        var push = customer is null ? null : (await contents.ReadAsync(customer, [receipt.Id], cancellation)).GetValueOrDefault(receipt.Id);
        if (push is null)
        {
            // The person was erased between the push and now: there is nothing left to hear.
            return new ConversationInput.TimePassed();
        }

        var said = new ChatMessage(
            receipt.Id, push.SentAt, receipt.AcceptedAt, PushContent.KindOf(push), push.Text, cases.SubjectKeyOf(state.Organisation, push));
        return await conversations.FindMessageAsync(state.Id, ConversationTable.KeyOf(said.ToPiece()), cancellation) is null
            ? new ConversationInput.Heard(said, await cases.OpenAsync(state, cancellation))
            : new ConversationInput.TimePassed();
    }

    /// <summary>Carries out what is in the outbox, and whatever follows from it.</summary>
    private async Task<ConversationRow> CarryOutAsync(ConversationRow row, DurableTaskClient client, CancellationToken cancellation)
    {
        while (row.Outbox is [var next, ..])
        {
            var follows = await effects.CarryOutAsync(row.State, next, client, cancellation);
            var decision = follows is null
                ? new ConversationDecision(row.State, [], [], WakeAt: null)
                : ConversationDecider.Decide(await PackOfAsync(row.State, cancellation), row.State, follows, time.GetUtcNow());
            // One effect at a time only where something follows; the others may be repeated at little cost.
            var left = row.Outbox.Skip(1).Concat(decision.Effects).ToList();
            row = follows is null && left.Count > 0
                ? row with { Outbox = left }
                : await CommitAsync(row, decision, left, cancellation);
        }

        return row;
    }

    /// <summary>Writes a decision. A wake-up is on the list and on the queue before the conversation says it is waiting for one.</summary>
    private async Task<ConversationRow> CommitAsync(
        ConversationRow row, ConversationDecision decision, IReadOnlyList<ConversationEffect> outbox, CancellationToken cancellation)
    {
        var wakeAt = row.WakeAt is { } planned && planned > time.GetUtcNow() ? planned : (DateTimeOffset?)null;
        if (decision.WakeAt is { } due && (wakeAt is null || due < wakeAt))
        {
            await receipts.OpenAsync(due, row.State.Id, receiptId: null, cancellation);
            await queue.WakeAsync(row.State.Id, due, cancellation);
            wakeAt = due;
        }

        if (!ConversationTable.ListsTheSame(row.State, decision.State))
        {
            await conversations.ListAsync(decision.State, cancellation);
        }

        var next = row with { State = decision.State, Outbox = outbox, WakeAt = wakeAt };
        var isSame = row.ETag != default && decision.Places.IsEmpty && ReferenceEquals(row.State, decision.State) && row.WakeAt == wakeAt && row.Outbox.Count == outbox.Count;
        return isSame ? next : await conversations.CommitAsync(next, decision.Places, cancellation);
    }

    private async Task<PolicyPack> PackOfAsync(ConversationState state, CancellationToken cancellation)
    {
        var site = (await directory.GetAsync(cancellation)).FindSite(state.Site)
            ?? throw new InvalidOperationException($"The directory has no site {state.Site}, which the account {state.Account} names.");
        return handbooks.InForce(site.Pack, site.Profile, time.GetUtcNow(), state.Organisation);
    }

    private ChannelAccount AccountOf(string name) => name.Split('/') is [var platform, var id] && accounts.Find(platform, id) is { } found
        ? found.Account
        : throw new InvalidOperationException($"The account {name} is no longer in the settings, and its messages are.");
}
