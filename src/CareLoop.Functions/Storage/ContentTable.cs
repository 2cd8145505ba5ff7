namespace CareLoop.Functions.Storage;

/// <summary>
/// Table <c>contents</c>: free text that belongs to no single command, sealed with the customer's data key. Everything else refers to it
/// by id (claim check), so histories, messages and case rows hold nothing that can be read.
/// </summary>
public sealed class ContentTable(Tables tables)
{
    /// <summary>Stores texts by field name. Writing the same id again keeps the first.</summary>
    public async Task AddAsync(CustomerRecord customer, string contentId, IReadOnlyDictionary<string, string> texts, CancellationToken cancellation) =>
        await tables.Contents.InsertAsync(
            new TableEntity(customer.CustomerKey, contentId) { ["Cipher"] = SealedTexts.Seal(customer, contentId, texts) }, cancellation);

    /// <summary>Deletes texts; gone already is fine.</summary>
    public Task DeleteAsync(string customerKey, string contentId, CancellationToken cancellation) =>
        tables.Contents.DeleteEntityAsync(customerKey, contentId, Azure.ETag.All, cancellation);

    /// <summary>Deletes everything a customer said or was told in chats and cases.</summary>
    public Task DeleteAllAsync(string customerKey, CancellationToken cancellation) => tables.Contents.DeletePartitionAsync(customerKey, cancellation);

    /// <summary>The texts stored under an id; null when there are none.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> FindAsync(CustomerRecord customer, string contentId, CancellationToken cancellation)
    {
        var found = await tables.Contents.GetEntityIfExistsAsync<TableEntity>(customer.CustomerKey, contentId, cancellationToken: cancellation);
        return found.HasValue ? SealedTexts.Open(customer, contentId, found.Value!.GetBinary("Cipher")!) : null;
    }
}
