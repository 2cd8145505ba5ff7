using Azure;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Table <c>webhooks</c>: endpoints by organisation. A deleted one leaves its id and nothing else, so that the id is not given again.</summary>
public sealed class WebhookTable(Tables tables)
{
    private const string Deleted = "Deleted";

    /// <summary>Files a new endpoint. False when the id was given before.</summary>
    public Task<bool> AddAsync(WebhookEndpoint endpoint, CancellationToken cancellation) => tables.Webhooks.InsertAsync(ToRow(endpoint), cancellation);

    public async Task<WebhookEndpoint?> FindAsync(string organisation, string id, CancellationToken cancellation)
    {
        var found = await tables.Webhooks.GetEntityIfExistsAsync<TableEntity>(organisation, id, cancellationToken: cancellation);
        return found.HasValue && !IsDeleted(found.Value!) ? ToEndpoint(found.Value!) : null;
    }

    public async Task<IReadOnlyList<WebhookEndpoint>> ListAsync(string organisation, CancellationToken cancellation)
    {
        List<WebhookEndpoint> found = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {organisation}");
        await foreach (var row in tables.Webhooks.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (!IsDeleted(row))
            {
                found.Add(ToEndpoint(row));
            }
        }

        return found;
    }

    /// <summary>Writes a change. False when somebody else has changed it since it was read.</summary>
    public Task<bool> ReplaceAsync(WebhookEndpoint endpoint, CancellationToken cancellation) => WriteAsync(ToRow(endpoint), endpoint.ETag, cancellation);

    /// <summary>Deletes it and its secrets. False when somebody else has changed it since it was read.</summary>
    public Task<bool> DeleteAsync(WebhookEndpoint endpoint, CancellationToken cancellation) =>
        WriteAsync(new TableEntity(endpoint.Organisation, endpoint.Id) { [Deleted] = true }, endpoint.ETag, cancellation);

    private static bool IsDeleted(TableEntity row) => row.GetBoolean(Deleted) is true;

    private async Task<bool> WriteAsync(TableEntity row, ETag etag, CancellationToken cancellation)
    {
        try
        {
            await tables.Webhooks.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsStale())
        {
            return false;
        }
    }

    private static TableEntity ToRow(WebhookEndpoint endpoint) => new(endpoint.Organisation, endpoint.Id)
    {
        ["Address"] = endpoint.Address.AbsoluteUri,
        ["EventTypes"] = string.Join(',', endpoint.EventTypes),
        ["Sites"] = string.Join(',', endpoint.Sites),
        ["DisabledReason"] = endpoint.Disabled?.Reason.ToString(),
        ["DisabledAt"] = endpoint.Disabled?.At,
        ["CreatedAt"] = endpoint.CreatedAt,
        ["Version"] = endpoint.Version,
        ["WrappedKey"] = endpoint.Secrets.Wrapped,
        ["KeyId"] = endpoint.Secrets.KeyId,
        ["SecretChangedAt"] = endpoint.SecretChangedAt,
        ["OldSecretUntil"] = endpoint.OldSecretUntil,
        ["RequestHash"] = endpoint.RequestHash,
        ["RotatedBy"] = endpoint.RotatedBy,
    };

    private static WebhookEndpoint ToEndpoint(TableEntity row) => new()
    {
        Organisation = row.PartitionKey,
        Id = row.RowKey,
        Address = new Uri(row.Text("Address")),
        EventTypes = [.. row.Text("EventTypes").Split(',', StringSplitOptions.RemoveEmptyEntries)],
        Sites = [.. row.Text("Sites").Split(',', StringSplitOptions.RemoveEmptyEntries)],
        Disabled = row.GetString("DisabledReason") is { } reason
            ? new Disabling(Enum.Parse<DisablingReason>(reason), row.GetDateTimeOffset("DisabledAt")!.Value)
            : null,
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
        Version = row.GetInt32("Version")!.Value,
        Secrets = new WrappedKey(row.GetString("KeyId"), row.GetBinary("WrappedKey")!),
        SecretChangedAt = row.GetDateTimeOffset("SecretChangedAt")!.Value,
        OldSecretUntil = row.GetDateTimeOffset("OldSecretUntil"),
        RequestHash = row.Text("RequestHash"),
        RotatedBy = row.GetString("RotatedBy"),
        ETag = row.ETag,
    };
}
