using System.Security.Cryptography;
using System.Text.Json;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Storage;

/// <summary>How a customer can be reached. Personal: only ever stored sealed.</summary>
public sealed record Contact(string? Name, string? Phone, string? ChannelUserId, string? Address = null);

/// <summary>A customer's data key, and the contact that was stored with it.</summary>
public sealed record CustomerRecord(string Organisation, string CustomerKey, byte[] DataKey, Contact Contact);

/// <summary>
/// Table <c>customers</c>: each customer's contact and data key. The key is wrapped by the deployment and stored nowhere else,
/// so deleting the row makes everything sealed with it unreadable for good.
/// </summary>
public sealed class CustomerTable(Tables tables, WrappingKeys keys)
{
    /// <summary>The customer's record, created with a fresh data key when there is none.</summary>
    public async Task<CustomerRecord> GetOrAddAsync(string organisation, string customerKey, Contact contact, CancellationToken cancellation)
    {
        if (await FindAsync(organisation, customerKey, cancellation) is { } existing)
        {
            return existing;
        }

        var dataKey = RandomNumberGenerator.GetBytes(32);
        var place = Place(organisation, customerKey);
        var wrapped = keys.Wrap(dataKey, place);
        var row = new TableEntity(organisation, customerKey)
        {
            ["WrappedKey"] = wrapped.Wrapped,
            ["KeyId"] = wrapped.KeyId,
            ["Contact"] = Sealed.Seal(dataKey, JsonSerializer.SerializeToUtf8Bytes(contact, ApiJson.Options), place),
        };
        return await tables.Customers.InsertAsync(row, cancellation)
            ? new CustomerRecord(organisation, customerKey, dataKey, contact)
            : await FindAsync(organisation, customerKey, cancellation)
                ?? throw new InvalidOperationException("The customer's row was erased while it was being read.");
    }

    /// <summary>The customer's record; null when unknown or erased.</summary>
    public async Task<CustomerRecord?> FindAsync(string organisation, string customerKey, CancellationToken cancellation)
    {
        var found = await tables.Customers.GetEntityIfExistsAsync<TableEntity>(organisation, customerKey, cancellationToken: cancellation);
        if (!found.HasValue)
        {
            return null;
        }

        var (row, place) = (found.Value!, Place(organisation, customerKey));
        var dataKey = keys.Unwrap(WrappedKeyOf(row), place);
        var contact = JsonSerializer.Deserialize<Contact>(Sealed.Open(dataKey, row.GetBinary("Contact"), place), ApiJson.Options)!;
        return new CustomerRecord(organisation, customerKey, dataKey, contact);
    }

    /// <summary>Destroys a customer's contact and data key; gone already is fine.</summary>
    public Task DeleteAsync(string organisation, string customerKey, CancellationToken cancellation) =>
        tables.Customers.DeleteEntityAsync(organisation, customerKey, Azure.ETag.All, cancellation);

    internal static WrappedKey WrappedKeyOf(TableEntity row) => new(row.GetString("KeyId"), row.GetBinary("WrappedKey")!);

    internal static string Place(string organisation, string customerKey) => $"customers/{organisation}/{customerKey}";
}
