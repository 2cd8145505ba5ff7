using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Storage;

/// <summary>How a customer can be reached. Personal: only ever stored sealed.</summary>
/// <param name="ChannelUserId">Who they are on a platform, as <c>platform/account/user</c>.</param>
/// <param name="Language">The language they want to be written to in, <c>zh-CN</c> or <c>en</c>; null without a choice.</param>
public sealed record Contact(
    string? Name, string? Phone, string? ChannelUserId, string? Address = null, string? Email = null, string? Language = null)
{
    /// <summary>What is known, and of what is not known yet what somebody else knows.</summary>
    public Contact With(Contact more) => new(
        Name ?? more.Name, Phone ?? more.Phone, ChannelUserId ?? more.ChannelUserId, Address ?? more.Address, Email ?? more.Email, Language ?? more.Language);
}

/// <summary>A customer's data key, and the contact that was stored with it.</summary>
public sealed record CustomerRecord(string Organisation, string CustomerKey, byte[] DataKey, Contact Contact);

/// <summary>
/// Table <c>customers</c>: each customer's contact and data key. The key is wrapped by the deployment and stored nowhere else,
/// so deleting the row makes everything sealed with it unreadable for good.
/// </summary>
public sealed class CustomerTable(Tables tables, WrappingKeys keys)
{
    /// <summary>The customer's record, created with a fresh data key when there is none. What was not known of them before is added.</summary>
    public async Task<CustomerRecord> GetOrAddAsync(string organisation, string customerKey, Contact contact, CancellationToken cancellation)
    {
        if (await FindRowAsync(organisation, customerKey, cancellation) is { } row)
        {
            return await AddToAsync(row, Open(row), contact, cancellation);
        }

        return await InsertAsync(organisation, customerKey, contact, cancellation);
    }

    /// <summary>The customer's record; null when unknown or erased.</summary>
    public async Task<CustomerRecord?> FindAsync(string organisation, string customerKey, CancellationToken cancellation) =>
        await FindRowAsync(organisation, customerKey, cancellation) is { } row ? Open(row) : null;

    /// <summary>Destroys a customer's contact and data key; gone already is fine.</summary>
    public Task DeleteAsync(string organisation, string customerKey, CancellationToken cancellation) =>
        tables.Customers.DeleteEntityAsync(organisation, customerKey, ETag.All, cancellation);

    internal static WrappedKey WrappedKeyOf(TableEntity row) => new(row.GetString("KeyId"), row.GetBinary("WrappedKey")!);

    internal static string Place(string organisation, string customerKey) => $"customers/{organisation}/{customerKey}";

    private async Task<CustomerRecord> AddToAsync(TableEntity row, CustomerRecord record, Contact contact, CancellationToken cancellation)
    {
        var known = record.Contact.With(contact);
        if (known == record.Contact)
        {
            return record;
        }

        row["Contact"] = SealContact(record.DataKey, known, Place(record.Organisation, record.CustomerKey));
        try
        {
            await tables.Customers.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
            return record with { Contact = known };
        }
        catch (RequestFailedException error) when (error.IsStale())
        {
            // Whoever was faster has written what is true now, a new wrapping or another detail; ours comes again with the next matter.
            return await FindAsync(record.Organisation, record.CustomerKey, cancellation) ?? record;
        }
    }

    private async Task<CustomerRecord> InsertAsync(string organisation, string customerKey, Contact contact, CancellationToken cancellation)
    {
        var dataKey = RandomNumberGenerator.GetBytes(32);
        var place = Place(organisation, customerKey);
        var wrapped = keys.Wrap(dataKey, place);
        var row = new TableEntity(organisation, customerKey)
        {
            ["WrappedKey"] = wrapped.Wrapped,
            ["KeyId"] = wrapped.KeyId,
            ["Contact"] = SealContact(dataKey, contact, place),
        };
        return await tables.Customers.InsertAsync(row, cancellation)
            ? new CustomerRecord(organisation, customerKey, dataKey, contact)
            : await FindAsync(organisation, customerKey, cancellation)
                ?? throw new InvalidOperationException("The customer's row was erased while it was being read.");
    }

    private async Task<TableEntity?> FindRowAsync(string organisation, string customerKey, CancellationToken cancellation)
    {
        var found = await tables.Customers.GetEntityIfExistsAsync<TableEntity>(organisation, customerKey, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    private CustomerRecord Open(TableEntity row)
    {
        var place = Place(row.PartitionKey, row.RowKey);
        var dataKey = keys.Unwrap(WrappedKeyOf(row), place);
        var contact = JsonSerializer.Deserialize<Contact>(Sealed.Open(dataKey, row.GetBinary("Contact"), place), ApiJson.Options)!;
        return new CustomerRecord(row.PartitionKey, row.RowKey, dataKey, contact);
    }

    private static byte[] SealContact(byte[] dataKey, Contact contact, string place) =>
        Sealed.Seal(dataKey, JsonSerializer.SerializeToUtf8Bytes(contact, ApiJson.Options), place);
}
