using Azure;
using CareLoop.Embedded.Storage.Protocol;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>
/// Submits entity-group transactions. The limits of the real service are checked here as well, because an emulator
/// that accepts more would hide the mistake until production.
/// </summary>
internal static class Transaction
{
    private const int MaxActions = 100;
    private const int MaxBytes = 4 * 1024 * 1024;

    public static async Task<Response<IReadOnlyList<Response>>> SubmitAsync(
        TableEndpoint endpoint,
        string table,
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions.ToList();
        var requests = actions.ConvertAll(action => RowRequest.For(table, action.ActionType, action.Entity, action.ETag));
        RequireLimits(actions);
        var body = BatchBody.Write(endpoint, requests, out var contentType);
        if (body.ToMemory().Length > MaxBytes)
        {
            throw Refused(413, "RequestBodyTooLarge", "A transaction can't exceed 4 MiB.", null);
        }

        var response = await endpoint.SendBatchAsync(body, contentType, cancellation);
        var parts = BatchResponse.Read(response);
        return parts.Find(part => part.Response.IsError) is { } failed
            ? throw Failed(failed)
            : Response.FromValue<IReadOnlyList<Response>>(parts.ConvertAll(Response (part) => part.Response), response);
    }

    private static void RequireLimits(List<TableTransactionAction> actions)
    {
        if (actions.Count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        if (actions.Count > MaxActions)
        {
            throw Refused(400, "InvalidInput", $"A transaction can't have more than {MaxActions} actions.", MaxActions);
        }

        var stranger = actions.FindIndex(action => action.Entity.PartitionKey != actions[0].Entity.PartitionKey);
        if (stranger >= 0)
        {
            throw Refused(400, "CommandsInBatchActOnDifferentPartitions", "All rows of a transaction must have the same PartitionKey.", stranger);
        }
    }

    private static TableTransactionFailedException Refused(int status, string code, string message, int? index) =>
        new(new RequestFailedException(status, message, code, null)) { FailedTransactionActionIndex = index };

    private static TableTransactionFailedException Failed(BatchPart part) =>
        new(new RequestFailedException(part.Response, null, StorageErrorParser.Instance)) { FailedTransactionActionIndex = part.FailedIndex };
}
