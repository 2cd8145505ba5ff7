using System.Text.Json;
using Azure;

namespace CareLoop.Functions.Storage;

/// <summary>
/// Table <c>contents</c>: the free text of commands, sealed with the customer's data key. Everything else refers to it by id (claim check),
/// so histories, messages and case rows hold nothing personal.
/// </summary>
public sealed class ContentTable(Tables tables)
{
    /// <summary>Stores the texts of one command, by field name. Writing the same id again keeps the first.</summary>
    public async Task AddAsync(CustomerRecord customer, string contentId, IReadOnlyDictionary<string, string> texts, CancellationToken cancellation)
    {
        var cipher = Security.Sealed.Seal(customer.DataKey, JsonSerializer.SerializeToUtf8Bytes(texts), Place(customer.CustomerKey, contentId));
        await tables.Contents.InsertAsync(new TableEntity(customer.CustomerKey, contentId) { ["Cipher"] = cipher }, cancellation);
    }

    /// <summary>The texts of several commands; ids without a row are absent from the result.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(
        CustomerRecord customer, IReadOnlyCollection<string> contentIds, CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(contentIds.Distinct().Select(id => FindAsync(customer.CustomerKey, id, cancellation)));
        return rows.OfType<TableEntity>().ToDictionary(
            row => row.RowKey,
            row => (IReadOnlyDictionary<string, string>)JsonSerializer.Deserialize<Dictionary<string, string>>(
                Security.Sealed.Open(customer.DataKey, row.GetBinary("Cipher"), Place(row.PartitionKey, row.RowKey)))!);
    }

    private async Task<TableEntity?> FindAsync(string customerKey, string contentId, CancellationToken cancellation)
    {
        NullableResponse<TableEntity> found = await tables.Contents.GetEntityIfExistsAsync<TableEntity>(customerKey, contentId, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    private static string Place(string customerKey, string contentId) => $"contents/{customerKey}/{contentId}";
}
