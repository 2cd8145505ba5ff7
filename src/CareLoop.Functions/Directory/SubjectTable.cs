using System.Text;
using System.Text.Json;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Directory;

/// <summary>A customer's subject as stored.</summary>
/// <param name="Subject">What is known of it, by keyed hashes.</param>
/// <param name="Number">Its number as people know it, unsealed; null once the customer is erased.</param>
/// <param name="Version">Number of changes.</param>
public sealed record StoredSubject(CustomerSubject Subject, string? Number, int Version, Azure.ETag ETag);

/// <summary>
/// Customers' subjects in table <c>directory</c>, a partition for each customer, so that they grow without burdening the picture of the
/// organisation. The number is sealed with the customer's data key and goes with it.
/// </summary>
public sealed class SubjectTable(Tables tables)
{
    private const string Prefix = "subject-";
    private const string End = "subject.";

    /// <summary>Whose subjects they are when he leaves.</summary>
    private const string AgentColumn = "Agent";

    /// <summary>What is known of the subject of a case; null when nobody recorded it.</summary>
    public async Task<CustomerSubject?> FindAsync(string organisation, string customerKey, string subjectKey, CancellationToken cancellation)
    {
        var found = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(
            Partition(organisation, customerKey), Prefix + subjectKey, cancellationToken: cancellation);
        return found.HasValue ? Entry(found.Value!) : null;
    }

    /// <summary>One subject with its number; null when nobody recorded it.</summary>
    public async Task<StoredSubject?> FindStoredAsync(CustomerRecord customer, string subjectId, CancellationToken cancellation)
    {
        var found = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(
            Partition(customer.Organisation, customer.CustomerKey), Prefix + subjectId, cancellationToken: cancellation);
        return found.HasValue ? Stored(found.Value!, customer) : null;
    }

    /// <summary>All subjects of a customer.</summary>
    public async Task<IReadOnlyList<StoredSubject>> ReadAsync(
        string organisation, string customerKey, CustomerRecord? customer, CancellationToken cancellation)
    {
        List<StoredSubject> subjects = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organisation, customerKey)} and RowKey ge {Prefix} and RowKey lt {End}");
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            subjects.Add(Stored(row, customer));
        }

        return subjects;
    }

    /// <summary>Writes over what was read; false when somebody else was faster.</summary>
    public async Task<bool> ReplaceAsync(
        CustomerRecord customer, StoredSubject? before, CustomerSubject after, string number, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(customer.Organisation, customer.CustomerKey), Prefix + after.Id)
        {
            ["Entry"] = JsonSerializer.Serialize(after, ApiJson.Options),
            ["Version"] = (before?.Version ?? 0) + 1,
            [AgentColumn] = after.Agent,
        };
        row["Number"] = Sealed.Seal(customer.DataKey, Encoding.UTF8.GetBytes(number), Place(row));
        if (before is null)
        {
            return await tables.Directory.InsertAsync(row, cancellation);
        }

        try
        {
            await tables.Directory.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, before.ETag)], cancellation);
            return true;
        }
        catch (TableTransactionFailedException error) when (error.IsStale())
        {
            return false;
        }
    }

    /// <summary>All subjects of a site that somebody looks after, whoever their customers are: a query over partitions, for when he leaves.</summary>
    public async IAsyncEnumerable<CustomerSubject> OfAgentAsync(
        string organisation, string site, string agent, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Partition(organisation, string.Empty)} and PartitionKey lt {Partition(organisation, "~")} and RowKey ge {Prefix} and RowKey lt {End} and Agent eq {agent}");
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (Entry(row) is var subject && subject.Site == site)
            {
                yield return subject;
            }
        }
    }

    /// <summary>Somebody else looks after a subject from now on; nothing happens when the one before does so no more.</summary>
    public async Task PassOnAsync(string organisation, CustomerSubject subject, string from, string to, CancellationToken cancellation)
    {
        while (true)
        {
            var (partition, name) = (Partition(organisation, subject.CustomerKey), Prefix + subject.Id);
            var found = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(partition, name, cancellationToken: cancellation);
            if (!found.HasValue || Entry(found.Value!) is not { } present || present.Agent != from)
            {
                return;
            }

            var row = new TableEntity(partition, name)
            {
                ["Entry"] = JsonSerializer.Serialize(present with { Agent = to }, ApiJson.Options),
                ["Version"] = found.Value!.GetInt32("Version")!.Value + 1,
                [AgentColumn] = to,
            };
            try
            {
                await tables.Directory.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, found.Value.ETag)], cancellation);
                return;
            }
            catch (TableTransactionFailedException error) when (error.IsStale())
            {
                // Corrected just now: what is there then is passed on.
            }
        }
    }

    /// <summary>Deletes a subject; gone already is fine.</summary>
    public Task DeleteAsync(string organisation, string customerKey, string subjectKey, CancellationToken cancellation) =>
        tables.Directory.DeleteEntityAsync(Partition(organisation, customerKey), Prefix + subjectKey, Azure.ETag.All, cancellation);

    private static StoredSubject Stored(TableEntity row, CustomerRecord? customer)
    {
        var number = customer is not null && row.GetBinary("Number") is { } cipher
            ? Encoding.UTF8.GetString(Sealed.Open(customer.DataKey, cipher, Place(row)))
            : null;
        return new StoredSubject(Entry(row), number, row.GetInt32("Version")!.Value, row.ETag);
    }

    private static CustomerSubject Entry(TableEntity row) => JsonSerializer.Deserialize<CustomerSubject>(row.Text("Entry"), ApiJson.Options)!;

    private static string Partition(string organisation, string customerKey) => $"{organisation}|{customerKey}";

    private static string Place(TableEntity row) => $"directory/{row.PartitionKey}/{row.RowKey}";
}
