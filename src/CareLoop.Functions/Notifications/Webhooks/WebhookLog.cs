using System.Runtime.CompilerServices;
using Azure;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Table <c>webhooklog</c>: what became of each event, by endpoint, newest first.</summary>
public sealed class WebhookLog(Tables tables)
{
    /// <summary>Files an event for an endpoint, unless it is there already: then that counts.</summary>
    public Task<bool> AddAsync(WebhookDelivery delivery, CancellationToken cancellation) => tables.WebhookLog.InsertAsync(ToRow(delivery), cancellation);

    public async Task<WebhookDelivery?> FindAsync(string organisation, string endpoint, string id, CancellationToken cancellation)
    {
        var found = await tables.WebhookLog.GetEntityIfExistsAsync<TableEntity>(PartitionOf(organisation, endpoint), id, cancellationToken: cancellation);
        return found.HasValue ? ToDelivery(found.Value!) : null;
    }

    /// <summary>Writes what has become of it.</summary>
    /// <returns>As stored.</returns>
    /// <exception cref="RequestFailedException">412: somebody else was faster. The message comes again and finds what they wrote.</exception>
    public async Task<WebhookDelivery> ReplaceAsync(WebhookDelivery delivery, CancellationToken cancellation)
    {
        var response = await tables.WebhookLog.UpdateEntityAsync(ToRow(delivery), delivery.ETag, TableUpdateMode.Replace, cancellation);
        return delivery with { ETag = response.Headers.ETag ?? throw new InvalidOperationException("The storage answered a write without an ETag.") };
    }

    /// <summary>One page of an endpoint's log, newest event first.</summary>
    /// <param name="status">Only those; null for all.</param>
    public async Task<(IReadOnlyList<WebhookDelivery> Deliveries, string? Continuation)> ReadAsync(
        string organisation, string endpoint, DeliveryStatus? status, string? continuation, int size, CancellationToken cancellation)
    {
        var filter = Filter(organisation, endpoint, status);
        var pages = tables.WebhookLog.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(ToDelivery)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>What was given up, from a place in the log on.</summary>
    public async IAsyncEnumerable<WebhookDelivery> ReadFailedAsync(
        string organisation, string endpoint, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = Filter(organisation, endpoint, DeliveryStatus.Failed);
        if (after is not null)
        {
            filter += $" and {TableClient.CreateQueryFilter($"RowKey gt {after}")}";
        }

        await foreach (var row in tables.WebhookLog.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return ToDelivery(row);
        }
    }

    private static string Filter(string organisation, string endpoint, DeliveryStatus? status) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(organisation, endpoint)}")
        + (status is { } wanted ? $" and {TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}")}" : string.Empty);

    private static string PartitionOf(string organisation, string endpoint) => $"{organisation}|{endpoint}";

    private static TableEntity ToRow(WebhookDelivery delivery) => new(PartitionOf(delivery.Organisation, delivery.Endpoint), delivery.Id)
    {
        ["Organisation"] = delivery.Organisation,
        ["Endpoint"] = delivery.Endpoint,
        ["EventId"] = delivery.EventId,
        ["EventType"] = delivery.EventType,
        ["CaseNumber"] = delivery.CaseNumber,
        ["At"] = delivery.At,
        ["Body"] = delivery.Body,
        ["Status"] = delivery.Status.ToString(),
        ["Round"] = delivery.Round,
        ["Cause"] = delivery.Cause,
        ["Attempt"] = delivery.Attempt,
        ["Calls"] = delivery.Calls,
        ["Unclear"] = delivery.Unclear,
        ["LastCallAt"] = delivery.LastCallAt,
        ["NextAttemptAt"] = delivery.NextAttemptAt,
        ["HttpStatus"] = delivery.HttpStatus,
        ["Error"] = delivery.Error?.ToString(),
        ["SentAt"] = delivery.SentAt,
    };

    private static WebhookDelivery ToDelivery(TableEntity row) => new()
    {
        Organisation = row.Text("Organisation"),
        Endpoint = row.Text("Endpoint"),
        Id = row.RowKey,
        EventId = row.Text("EventId"),
        EventType = row.Text("EventType"),
        CaseNumber = row.Text("CaseNumber"),
        At = row.GetDateTimeOffset("At")!.Value,
        Body = row.Text("Body"),
        Status = Enum.Parse<DeliveryStatus>(row.Text("Status")),
        Round = row.GetInt32("Round")!.Value,
        Cause = row.GetString("Cause"),
        Attempt = row.GetInt32("Attempt")!.Value,
        Calls = row.GetInt32("Calls")!.Value,
        Unclear = row.GetInt32("Unclear")!.Value,
        LastCallAt = row.GetDateTimeOffset("LastCallAt"),
        NextAttemptAt = row.GetDateTimeOffset("NextAttemptAt"),
        HttpStatus = row.GetInt32("HttpStatus"),
        Error = row.GetString("Error") is { } error ? Enum.Parse<WebhookError>(error) : null,
        SentAt = row.GetDateTimeOffset("SentAt"),
        ETag = row.ETag,
    };
}
