using System.Text.Json;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>What a push says, sealed with the customer's key under its receipt's id. It is written before the receipt, so a receipt always has it.</summary>
public sealed class PushContent(ContentTable contents)
{
    private const string Field = "push";

    /// <summary>Longest text of a push, in characters: sealed, it must fit a column of 64 KiB.</summary>
    public const int LongestText = 10_000;

    public Task AddAsync(CustomerRecord customer, string receiptId, ChannelPush push, CancellationToken cancellation) =>
        contents.AddAsync(customer, receiptId, new Dictionary<string, string> { [Field] = JsonSerializer.Serialize(push, CaseJson.Options) }, cancellation);

    /// <summary>The pushes of several receipts, by id.</summary>
    public async Task<IReadOnlyDictionary<string, ChannelPush>> ReadAsync(CustomerRecord customer, IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        (await Task.WhenAll(ids.Distinct().Select(async id => (Id: id, Texts: await contents.FindAsync(customer, id, cancellation)))))
            .Where(found => found.Texts is not null)
            .ToDictionary(found => found.Id, found => JsonSerializer.Deserialize<ChannelPush>(found.Texts![Field], CaseJson.Options)!);

    /// <summary>What the domain calls a push's kind.</summary>
    public static ChatKind KindOf(ChannelPush push) => push.Kind switch
    {
        PushKind.Text => ChatKind.Words,
        PushKind.Image or PushKind.Media => ChatKind.Photo,
        PushKind.Card => ChatKind.Card,
        PushKind.Session => ChatKind.Session,
        _ => ChatKind.Unknown,
    };
}
