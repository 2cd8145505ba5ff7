using System.Globalization;
using System.Text.Json;
using Azure;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>A line of the ledger as read.</summary>
/// <param name="Session">What keeps its order: a case, a care task or a conversation.</param>
/// <param name="Key">Its place in the session: instant, event, kind.</param>
/// <param name="Notice">What is told.</param>
/// <param name="Delivery">How far it got.</param>
/// <param name="ETag">Guards the next write.</param>
public sealed record DeliveryRow(string Session, string Key, NoticeMessage Notice, Delivery Delivery, ETag ETag);

/// <summary>
/// Table <c>deliveries</c>: the ledger of what was told to customers, one partition a case, care task or conversation, in the order of the
/// events. A second partition for each organisation lists what a person has to look at. Codes and instants only.
/// </summary>
public sealed class DeliveryTable(Tables tables)
{
    /// <summary>Enters a notice, unless it is there already.</summary>
    public Task AddAsync(string session, NoticeMessage notice, Delivery delivery, CancellationToken cancellation) =>
        tables.Deliveries.InsertAsync(ToRow(session, KeyOf(notice), notice, delivery), cancellation);

    /// <summary>Everything that was told or is to be told in a session, in its order.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> ReadAsync(string session, CancellationToken cancellation)
    {
        List<DeliveryRow> rows = [];
        await foreach (var row in tables.Deliveries.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {session}"), cancellationToken: cancellation))
        {
            rows.Add(FromRow(row));
        }

        return rows;
    }

    public async Task<DeliveryRow?> FindAsync(string session, string key, CancellationToken cancellation)
    {
        var found = await tables.Deliveries.GetEntityIfExistsAsync<TableEntity>(session, key, cancellationToken: cancellation);
        return found.HasValue ? FromRow(found.Value!) : null;
    }

    /// <summary>
    /// Writes how far it got, if nobody has written in between. What a person has to look at is listed before it is called so: a crash in
    /// between lists too much, never too little.
    /// </summary>
    /// <exception cref="RequestFailedException">412: somebody else has.</exception>
    public async Task<DeliveryRow> UpdateAsync(DeliveryRow row, Delivery next, CancellationToken cancellation)
    {
        if (next.NeedsAttention)
        {
            await tables.Deliveries.UpsertEntityAsync(
                new TableEntity(AttentionOf(row.Notice.Organisation), AttentionKeyOf(row)) { ["Session"] = row.Session, ["Key"] = row.Key },
                TableUpdateMode.Replace,
                cancellation);
        }

        var entity = ToRow(row.Session, row.Key, row.Notice, next);
        var answer = await tables.Deliveries.UpdateEntityAsync(entity, row.ETag, TableUpdateMode.Replace, cancellation);
        return row with { Delivery = next, ETag = answer.Headers.ETag ?? throw new InvalidOperationException("The table gave no ETag.") };
    }

    /// <summary>One page of what a person has to look at, oldest first.</summary>
    public async Task<(IReadOnlyList<DeliveryRow> Rows, string? Continuation)> ReadAttentionAsync(
        string organisation, string? continuation, int size, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AttentionOf(organisation)}");
        await foreach (var page in tables.Deliveries.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size))
        {
            List<DeliveryRow> rows = [];
            foreach (var entry in page.Values)
            {
                // Listed before it was written, or after it was settled: the ledger's own row counts.
                if (await FindAsync(entry.Text("Session"), entry.Text("Key"), cancellation) is { Delivery: { NeedsAttention: true } or { IsOpen: true } } row)
                {
                    rows.Add(row);
                }
            }

            return (rows, page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Forgets what was told in a session, because its customer is forgotten.</summary>
    public async Task DeleteAllAsync(string session, CancellationToken cancellation)
    {
        foreach (var row in await ReadAsync(session, cancellation))
        {
            await UnlistAsync(row, cancellation);
        }

        await tables.Deliveries.DeletePartitionAsync(session, cancellation);
    }

    /// <summary>Takes it off the list; the ledger keeps what is known of it.</summary>
    public Task UnlistAsync(DeliveryRow row, CancellationToken cancellation) =>
        tables.Deliveries.DeleteEntityAsync(AttentionOf(row.Notice.Organisation), AttentionKeyOf(row), ETag.All, cancellation);

    /// <summary>The place of a notice in its session.</summary>
    public static string KeyOf(NoticeMessage notice) =>
        string.Create(CultureInfo.InvariantCulture, $"{notice.At.UtcTicks:D19}-{notice.Sequence:D6}-{notice.Chat?.Key ?? notice.Kind}");

    private static string AttentionOf(string organisation) => $"attention|{organisation}";

    private static string AttentionKeyOf(DeliveryRow row) => $"{row.Key}|{row.Session}";

    private static TableEntity ToRow(string session, string key, NoticeMessage notice, Delivery delivery) => new(session, key)
    {
        ["Notice"] = JsonSerializer.Serialize(notice, CaseJson.Options),
        ["Delivery"] = JsonSerializer.Serialize(delivery, CaseJson.Options),
    };

    private static DeliveryRow FromRow(TableEntity row) => new(
        row.PartitionKey,
        row.RowKey,
        JsonSerializer.Deserialize<NoticeMessage>(row.Text("Notice"), CaseJson.Options)!,
        JsonSerializer.Deserialize<Delivery>(row.Text("Delivery"), CaseJson.Options)!,
        row.ETag);
}
