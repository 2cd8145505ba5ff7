using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Storage;

/// <summary>Something on its way into a conversation: a push of a platform, or an order of a member of staff.</summary>
/// <param name="Id">Id of the receipt; all that travels.</param>
/// <param name="Conversation">The conversation it is for.</param>
/// <param name="AcceptedAt">When it was first accepted.</param>
/// <param name="CustomerKey">Whose it is; empty for orders.</param>
/// <param name="Account">The account it came by, as <c>platform/name</c>; empty for orders.</param>
/// <param name="Order">The order as JSON, ids and codes only; null for pushes, whose content lies sealed under the id.</param>
/// <param name="Outcome">What it led to; null while it is on its way.</param>
public sealed record InboundReceipt(
    string Id, string Conversation, DateTimeOffset AcceptedAt, string CustomerKey, string Account, string? Order = null, string? Outcome = null);

/// <summary>What has been left open for too long: a receipt without an outcome, or a conversation that should have been woken.</summary>
/// <param name="ReceiptId">Null for a wake-up.</param>
public sealed record OpenWork(string RowKey, DateTimeOffset Since, string Conversation, string? ReceiptId);

/// <summary>
/// The part of table <c>receipts</c> that channels use. A receipt is inserted once, so a push that comes twice is one. What is on its way
/// stands a second time in one partition in the order of its time, written before it and deleted after it, so that a sweep finds it.
/// </summary>
public sealed class InboundTable(Tables tables)
{
    private const string OpenPartition = "inbound-open";

    /// <summary>The receipt id of a push: the same whenever the platform sends it.</summary>
    public static string IdOf(string platform, string account, string dedupeKey) =>
        $"{platform}.{account}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dedupeKey)))[..32]}";

    public async Task<InboundReceipt?> FindAsync(string id, CancellationToken cancellation)
    {
        var found = await tables.Receipts.GetEntityIfExistsAsync<TableEntity>(PartitionOf(id), id, cancellationToken: cancellation);
        return found.HasValue ? ToReceipt(found.Value!) : null;
    }

    /// <summary>Files a receipt. False when there was one: that one counts.</summary>
    public Task<bool> InsertAsync(InboundReceipt receipt, CancellationToken cancellation) => tables.Receipts.InsertAsync(ToRow(receipt), cancellation);

    /// <summary>Says what a receipt led to, and takes it off the list of what is open.</summary>
    public async Task SettleAsync(InboundReceipt receipt, string outcome, CancellationToken cancellation)
    {
        await tables.Receipts.UpsertEntityAsync(ToRow(receipt with { Outcome = outcome }), TableUpdateMode.Replace, cancellation);
        await CloseAsync(KeyOf(receipt.AcceptedAt, receipt.Conversation, receipt.Id), cancellation);
    }

    /// <summary>
    /// Takes a customer and his chats out of receipts that have led to something: a query over partitions, for when he is erased. The receipts
    /// stay, so that a push that comes again is still known; one on its way belongs to somebody who is writing now.
    /// </summary>
    public async Task ForgetCustomerAsync(string customerKey, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {"inbound-"} and PartitionKey lt {"inbound."} and CustomerKey eq {customerKey} and Outcome gt {string.Empty}");
        await foreach (var row in tables.Receipts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var forgotten = ToReceipt(row) with { CustomerKey = Retention.Nobody, Conversation = Retention.Nobody };
            await tables.Receipts.UpsertEntityAsync(ToRow(forgotten), TableUpdateMode.Replace, cancellation);
        }
    }

    /// <summary>Puts something on the list of what is open. Comes before the thing itself, so that a crash in between is found.</summary>
    /// <param name="receiptId">Null for a wake-up.</param>
    public Task OpenAsync(DateTimeOffset at, string conversation, string? receiptId, CancellationToken cancellation) => tables.Receipts.UpsertEntityAsync(
        new TableEntity(OpenPartition, KeyOf(at, conversation, receiptId)) { ["Conversation"] = conversation, ["Receipt"] = receiptId, ["At"] = at },
        TableUpdateMode.Replace,
        cancellation);

    /// <summary>Takes a wake-up off the list.</summary>
    public Task WokenAsync(DateTimeOffset at, string conversation, CancellationToken cancellation) => CloseAsync(KeyOf(at, conversation, receiptId: null), cancellation);

    public Task CloseAsync(string rowKey, CancellationToken cancellation) =>
        tables.Receipts.DeleteEntityAsync(OpenPartition, rowKey, ETag.All, cancellation);

    /// <summary>What has been open since before an instant, oldest first. One partition: nothing else is looked through.</summary>
    public async IAsyncEnumerable<OpenWork> ReadOpenAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {OpenPartition} and RowKey lt {Stamp(before)}");
        await foreach (var row in tables.Receipts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return new OpenWork(row.RowKey, row.GetDateTimeOffset("At")!.Value, row.Text("Conversation"), row.GetString("Receipt"));
        }
    }

    private static string KeyOf(DateTimeOffset at, string conversation, string? receiptId) => $"{Stamp(at)}-{receiptId ?? $"wake-{conversation}"}";

    private static string Stamp(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>Spreads receipts by the first two digits of their hash.</summary>
    private static string PartitionOf(string id) => $"inbound-{id[(id.LastIndexOf('-') + 1)..][..2]}";

    private static TableEntity ToRow(InboundReceipt receipt) => new(PartitionOf(receipt.Id), receipt.Id)
    {
        ["Conversation"] = receipt.Conversation,
        ["AcceptedAt"] = receipt.AcceptedAt,
        ["CustomerKey"] = receipt.CustomerKey,
        ["Account"] = receipt.Account,
        ["Order"] = receipt.Order,
        ["Outcome"] = receipt.Outcome,
    };

    private static InboundReceipt ToReceipt(TableEntity row) => new(
        row.RowKey,
        row.Text("Conversation"),
        row.GetDateTimeOffset("AcceptedAt")!.Value,
        row.Text("CustomerKey"),
        row.Text("Account"),
        row.GetString("Order"),
        row.GetString("Outcome"));
}
