using System.Security.Cryptography;
using System.Text;

namespace CareLoop.Functions.Storage;

/// <summary>What a submission led to: the same submission always leads to the same ids and the same instant.</summary>
/// <param name="CaseId">The case it opened or concerns.</param>
/// <param name="CommandId">The command it became.</param>
/// <param name="AcceptedAt">When it was first accepted.</param>
/// <param name="BodyHash">What it said.</param>
/// <param name="IsNew">True for the call that wrote the receipt.</param>
public sealed record Receipt(string CaseId, string CommandId, DateTimeOffset AcceptedAt, string BodyHash, bool IsNew);

/// <summary>Table <c>receipts</c>: remembers Idempotency-Keys and channel message ids (COM-INT-08).</summary>
public sealed class ReceiptTable(Tables tables)
{
    /// <summary>Files a submission, or finds what the same one led to before, also when both arrive at once.</summary>
    /// <param name="source">Channel, or <c>http</c> for Idempotency-Keys.</param>
    /// <param name="key">The key as the source gave it; only its hash is stored.</param>
    /// <param name="proposed">Used when the submission is new.</param>
    public async Task<Receipt> FileAsync(string source, string key, Receipt proposed, CancellationToken cancellation)
    {
        var (partition, rowKey) = KeyOf(source, key);
        var row = new TableEntity(partition, rowKey)
        {
            ["CaseId"] = proposed.CaseId,
            ["CommandId"] = proposed.CommandId,
            ["AcceptedAt"] = proposed.AcceptedAt,
            ["BodyHash"] = proposed.BodyHash,
        };
        if (await tables.Receipts.InsertAsync(row, cancellation))
        {
            return proposed with { IsNew = true };
        }

        return ToReceipt(await tables.Receipts.GetEntityAsync<TableEntity>(partition, rowKey, cancellationToken: cancellation));
    }

    /// <summary>What an earlier submission of the same key led to; null if there was none.</summary>
    public async Task<Receipt?> FindAsync(string source, string key, CancellationToken cancellation)
    {
        var (partition, rowKey) = KeyOf(source, key);
        return (await tables.Receipts.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, cancellationToken: cancellation)) is { HasValue: true } found
            ? ToReceipt(found.Value!)
            : null;
    }

    private static Receipt ToReceipt(TableEntity row) => new(
        row.Text("CaseId"), row.Text("CommandId"), row.GetDateTimeOffset("AcceptedAt")!.Value, row.Text("BodyHash"), IsNew: false);

    private static (string Partition, string Row) KeyOf(string source, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return ($"{source}-{hash[..2]}", hash);
    }
}
