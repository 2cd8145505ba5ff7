using CareLoop.Functions.Conversations;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Channels;

/// <summary>
/// Takes a push in. Sealed content first, then the receipt, then the queue; each step may run twice. A platform that gets no answer
/// sends again, and then whatever step a crash has left out is made up for.
/// </summary>
public sealed class ChannelDesk(
    InboundTable receipts, CustomerTable customers, PushContent contents, InboundQueue queue, DeploymentSecrets secrets)
{
    /// <summary>When this completes, the push is ours and the platform may forget it.</summary>
    public async Task AcceptAsync(ChannelAccount account, ChannelPush push, DateTimeOffset at, CancellationToken cancellation)
    {
        var id = InboundTable.IdOf(account.Platform, account.Id, push.DedupeKey);
        var receipt = await receipts.FindAsync(id, cancellation) ?? await FileAsync(account, push, id, at, cancellation);
        if (receipt.Outcome is null)
        {
            await queue.SendAsync(receipt.Conversation, id, cancellation);
        }
    }

    private async Task<InboundReceipt> FileAsync(ChannelAccount account, ChannelPush push, string id, DateTimeOffset at, CancellationToken cancellation)
    {
        var receipt = new InboundReceipt(
            id,
            ChannelUsers.ConversationOf(secrets, account, push.User, push.Thread),
            at,
            ChannelUsers.CustomerKeyOf(secrets, account, push.User),
            account.ToString());
        var customer = await customers.GetOrAddAsync(
            account.Organisation, receipt.CustomerKey, ChannelUsers.ContactOf(account, push.User, push.ContactName) with { Phone = push.ContactPhone }, cancellation);
        await Task.WhenAll(
            contents.AddAsync(customer, id, push, cancellation),
            receipts.OpenAsync(at, receipt.Conversation, id, cancellation));
        return await receipts.InsertAsync(receipt, cancellation)
            ? receipt
            : await receipts.FindAsync(id, cancellation) ?? throw new InvalidOperationException("A receipt has vanished while its push was being taken in.");
    }
}
