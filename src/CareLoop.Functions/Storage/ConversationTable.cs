using System.Globalization;
using System.Text.Json;
using Azure;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;

namespace CareLoop.Functions.Storage;

/// <summary>A conversation as read.</summary>
/// <param name="State">The truth about it.</param>
/// <param name="Outbox">Effects that were decided and are perhaps not yet carried out.</param>
/// <param name="WakeAt">When it is to be woken next; a message is scheduled for then.</param>
/// <param name="ETag">Guards the next write; default before the first.</param>
public sealed record ConversationRow(ConversationState State, IReadOnlyList<ConversationEffect> Outbox, DateTimeOffset? WakeAt, ETag ETag);

/// <summary>A message of a conversation, and where it is.</summary>
/// <param name="Key">Its id for people: instant and receipt.</param>
public sealed record MessageRow(string Key, PlacedPiece Message);

/// <summary>A conversation in the list of its site.</summary>
public sealed record ConversationEntry(string Id, string Channel, DateTimeOffset? PersonNeededAt, string? TakenOverBy);

/// <summary>
/// Table <c>conversations</c>: one partition for each, its header and one row for every message, written together in one transaction.
/// Ids, codes and instants; the words lie sealed in <c>contents</c>. A second partition for each site lists its conversations.
/// </summary>
public sealed class ConversationTable(Tables tables)
{
    private const string Header = "conversation";
    private const string MessagePrefix = "message-";

    /// <summary>What a message is called in its conversation, in the order of acceptance.</summary>
    public static string KeyOf(Piece piece) => string.Create(CultureInfo.InvariantCulture, $"{piece.AcceptedAt.UtcTicks:D19}-{piece.Id}");

    public async Task<ConversationRow?> FindAsync(string id, CancellationToken cancellation)
    {
        var found = await tables.Conversations.GetEntityIfExistsAsync<TableEntity>(id, Header, cancellationToken: cancellation);
        return found.HasValue ? ToConversation(found.Value!) : null;
    }

    public async Task<MessageRow?> FindMessageAsync(string id, string key, CancellationToken cancellation)
    {
        var found = await tables.Conversations.GetEntityIfExistsAsync<TableEntity>(id, MessagePrefix + key, cancellationToken: cancellation);
        return found.HasValue ? ToMessage(found.Value!) : null;
    }

    /// <summary>One page of a conversation's messages, oldest first.</summary>
    public async Task<(IReadOnlyList<MessageRow> Messages, string? Continuation)> ReadMessagesAsync(
        string id, string? continuation, int size, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id} and RowKey ge {MessagePrefix} and RowKey lt {MessagePrefix + "~"}");
        await foreach (var page in tables.Conversations.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size))
        {
            return ([.. page.Values.Select(ToMessage)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Header and messages with a new place, all or nothing, if nobody has written in between.</summary>
    /// <returns>The row as it is now.</returns>
    /// <exception cref="TableTransactionFailedException">412 or 409: somebody else was faster.</exception>
    public async Task<ConversationRow> CommitAsync(ConversationRow row, IEnumerable<PlacedPiece> places, CancellationToken cancellation)
    {
        var header = new TableEntity(row.State.Id, Header)
        {
            ["State"] = Write(row.State),
            ["Outbox"] = Write(row.Outbox),
            ["WakeAt"] = row.WakeAt,
            ["CustomerKey"] = row.State.CustomerKey,
        };
        List<TableTransactionAction> actions =
        [
            row.ETag == default
                ? new TableTransactionAction(TableTransactionActionType.Add, header)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, header, row.ETag),
        ];
        actions.AddRange(places.Select(placed => new TableTransactionAction(TableTransactionActionType.UpsertReplace, FromMessage(row.State.Id, placed))));
        await tables.Conversations.SubmitTransactionAsync(actions, cancellation);
        return await FindAsync(row.State.Id, cancellation) ?? throw new InvalidOperationException("A conversation has vanished: its customer was erased just now.");
    }

    /// <summary>Writes what the list of the site says. A pure function of the state, so writing it again changes nothing.</summary>
    public Task ListAsync(ConversationState state, CancellationToken cancellation) => tables.Conversations.UpsertEntityAsync(
        new TableEntity(SitePartition(state.Organisation, state.Site), state.Id)
        {
            ["Channel"] = state.Channel,
            ["PersonNeededAt"] = state.PersonNeededAt,
            ["TakenOverBy"] = state.TakenOverBy,
        },
        TableUpdateMode.Replace,
        cancellation);

    /// <summary>All conversations of a customer: a query over partitions, for when he is erased.</summary>
    public async Task<IReadOnlyList<ConversationRow>> OfCustomerAsync(string customerKey, CancellationToken cancellation)
    {
        List<ConversationRow> rows = [];
        var filter = TableClient.CreateQueryFilter($"RowKey eq {Header} and CustomerKey eq {customerKey}");
        await foreach (var row in tables.Conversations.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            rows.Add(ToConversation(row));
        }

        return rows;
    }

    /// <summary>Deletes a conversation with its messages; the header, by which it is found, goes last.</summary>
    public async Task DeleteAsync(ConversationState state, CancellationToken cancellation)
    {
        await tables.Conversations.DeleteEntityAsync(SitePartition(state.Organisation, state.Site), state.Id, ETag.All, cancellation);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {state.Id} and RowKey gt {Header}");
        await foreach (var row in tables.Conversations.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            await tables.Conversations.DeleteEntityAsync(state.Id, row.RowKey, ETag.All, cancellation);
        }

        await tables.Conversations.DeleteEntityAsync(state.Id, Header, ETag.All, cancellation);
    }

    /// <summary>Whether the list says the same of both.</summary>
    public static bool ListsTheSame(ConversationState before, ConversationState after) =>
        before.PersonNeededAt == after.PersonNeededAt && before.TakenOverBy == after.TakenOverBy;

    /// <summary>One page of a site's conversations that need a person or have one.</summary>
    public async Task<(IReadOnlyList<ConversationEntry> Entries, string? Continuation)> ReadWaitingAsync(
        string organisation, string site, string? continuation, int size, CancellationToken cancellation)
    {
        var nobody = DateTimeOffset.UnixEpoch;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {SitePartition(organisation, site)} and (PersonNeededAt gt {nobody} or TakenOverBy gt {string.Empty})");
        await foreach (var page in tables.Conversations.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size))
        {
            return ([.. page.Values.Select(ToEntry)], page.ContinuationToken);
        }

        return ([], null);
    }

    private static string SitePartition(string organisation, string site) => $"{organisation}|site|{site}";

    private static ConversationRow ToConversation(TableEntity row) => new(
        Read<ConversationState>(row, "State"), Read<IReadOnlyList<ConversationEffect>>(row, "Outbox"), row.GetDateTimeOffset("WakeAt"), row.ETag);

    private static TableEntity FromMessage(string id, PlacedPiece placed) => new(id, MessagePrefix + KeyOf(placed.Piece))
    {
        ["Piece"] = Write(placed.Piece),
        ["Place"] = Write(placed.Place),
    };

    private static MessageRow ToMessage(TableEntity row) =>
        new(row.RowKey[MessagePrefix.Length..], new PlacedPiece(Read<Piece>(row, "Piece"), Read<Placement>(row, "Place")));

    private static ConversationEntry ToEntry(TableEntity row) => new(
        row.RowKey,
        row.Text("Channel"),
        row.GetDateTimeOffset("PersonNeededAt"),
        row.GetString("TakenOverBy"));

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, CaseJson.Options);

    private static T Read<T>(TableEntity row, string name) => JsonSerializer.Deserialize<T>(row.Text(name), CaseJson.Options)
        ?? throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} holds no {name}.");
}
