using System.Collections.Immutable;
using System.Text.Json;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Functions.Api;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>What a member of staff wants done to a conversation: ids and codes only.</summary>
/// <param name="Command">One of <see cref="StaffOrders.Commands"/>.</param>
/// <param name="By">Staff id.</param>
/// <param name="Messages">Keys of messages, for <c>split</c> and <c>move</c>.</param>
/// <param name="CaseId">Where to, for <c>move</c>.</param>
public sealed record StaffOrder(string Command, string By, ImmutableArray<string> Messages, string? CaseId);

/// <summary>
/// Orders of staff go the way of the messages: a receipt, then the queue, so that a conversation still has one writer and an order
/// that is sent twice is one.
/// </summary>
public sealed class StaffOrders(InboundTable receipts, ConversationTable conversations, InboundQueue queue, TimeProvider time)
{
    public const string TakeOver = "takeOver";
    public const string HandBack = "handBack";
    public const string Split = "split";
    public const string Move = "move";

    public static IReadOnlyList<string> Commands { get; } = [TakeOver, HandBack, Split, Move];

    /// <summary>A conversation handles its messages one after another, so an order may wait for a few before it.</summary>
    private static readonly IReadOnlyList<TimeSpan> Pauses = OutcomePauses.Longer(seconds: 5);

    /// <summary>Puts an order on its way and waits a moment for it.</summary>
    /// <returns>What became of it; null while it is on its way.</returns>
    /// <exception cref="ApiProblem">The key was used for another order.</exception>
    public async Task<string?> GiveAsync(string conversation, StaffOrder order, string idempotencyKey, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(order, CaseJson.Options);
        var id = InboundTable.IdOf("staff", "order", $"{order.By}\n{conversation}\n{idempotencyKey}");
        var receipt = new InboundReceipt(id, conversation, time.GetUtcNow(), string.Empty, string.Empty, json);
        await receipts.OpenAsync(receipt.AcceptedAt, conversation, id, cancellation);
        if (!await receipts.InsertAsync(receipt, cancellation))
        {
            receipt = (await receipts.FindAsync(id, cancellation))!;
            if (receipt.Order != json)
            {
                throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
            }
        }

        if (receipt.Outcome is null)
        {
            await queue.SendAsync(conversation, id, cancellation);
        }

        foreach (var pause in receipt.Outcome is null ? Pauses : [])
        {
            await Task.Delay(pause, cancellation);
            if (await receipts.FindAsync(id, cancellation) is { Outcome: { } outcome })
            {
                return outcome;
            }
        }

        return receipt.Outcome;
    }

    /// <summary>An order as the conversation decides on it, with its messages as they are now.</summary>
    public async Task<ConversationInput> ReadAsync(string conversation, string json, CancellationToken cancellation)
    {
        var order = JsonSerializer.Deserialize<StaffOrder>(json, CaseJson.Options)!;
        return order.Command switch
        {
            TakeOver => new ConversationInput.TakeOver(order.By),
            HandBack => new ConversationInput.HandBack(),
            Split => new ConversationInput.SplitOff(order.By, await FindAsync(conversation, order, cancellation)),
            Move => new ConversationInput.MoveTo(order.By, await FindAsync(conversation, order, cancellation), order.CaseId!),
            _ => throw new InvalidOperationException($"There is no order '{order.Command}'."),
        };
    }

    /// <summary>The messages, or none at all when one of them is not there: then the order is refused as a whole.</summary>
    private async Task<ImmutableArray<PlacedPiece>> FindAsync(string conversation, StaffOrder order, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(order.Messages.Distinct().Select(key => conversations.FindMessageAsync(conversation, key, cancellation)));
        return found.Contains(null) ? [] : [.. found.Select(row => row!.Message)];
    }
}
