using System.Text;
using System.Text.Json;
using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.DurableTask.Persistence;

/// <summary>What callers may ask about instances, and the removal of finished ones.</summary>
internal sealed class InstanceQueries(EmbeddedStore store, JsonSerializerOptions json)
{
    private const int PurgeBatch = 200;

    private const string Filter =
        """
        (?1 IS NULL OR created_at >= ?1) AND (?2 IS NULL OR created_at <= ?2)
        AND (?3 IS NULL OR status IN (SELECT value FROM json_each(?3)))
        """;

    public OrchestrationMetadata? Find(string instanceId, bool inputsAndOutputs) =>
        new InstanceStore(store).Find(instanceId) is { } row ? ToMetadata(row, inputsAndOutputs) : null;

    public Page<OrchestrationMetadata> ReadPage(OrchestrationQuery query, string? continuationToken, int pageSize)
    {
        var after = continuationToken is null ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(continuationToken));
        var rows = store.Read(connection => connection.Query(
            $"""
            SELECT {InstanceRow.Columns} FROM durable_instances
            WHERE {Filter} AND instance_id > ?4 AND (?5 IS NULL OR substr(instance_id, 1, length(?5)) = ?5) AND instance_id >= coalesce(?5, '')
            ORDER BY instance_id LIMIT ?6
            """,
            InstanceRow.Read,
            query.CreatedFrom?.UtcTicks, query.CreatedTo?.UtcTicks, Statuses(query.Statuses), after, query.InstanceIdPrefix, pageSize + 1));
        var page = rows.Take(pageSize).Select(row => ToMetadata(row, query.FetchInputsAndOutputs)).ToList();
        return new Page<OrchestrationMetadata>(
            page, rows.Count > pageSize ? Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].InstanceId)) : null);
    }

    public Task<int> PurgeAsync(string instanceId) => store.WriteAsync(connection =>
    {
        var keys = connection.Query(
            "SELECT key, status FROM durable_instances WHERE instance_id = ?1",
            reader => (Key: reader.GetInt64(0), Status: (OrchestrationRuntimeStatus)reader.GetInt32(1)),
            instanceId).Where(found => InstanceRow.IsFinal(found.Status)).ToList();
        keys.ForEach(found => InstanceStore.Delete(connection, found.Key));
        return keys.Count;
    });

    public async Task<int> PurgeAllAsync(PurgeInstancesFilter filter)
    {
        var statuses = (filter.Statuses ?? Enum.GetValues<OrchestrationRuntimeStatus>()).Where(InstanceRow.IsFinal);
        var purged = 0;
        int batch;
        do
        {
            batch = await store.WriteAsync(connection =>
            {
                var keys = connection.Query(
                    $"SELECT key FROM durable_instances WHERE {Filter} LIMIT ?4",
                    reader => reader.GetInt64(0),
                    filter.CreatedFrom?.UtcTicks, filter.CreatedTo?.UtcTicks, Statuses(statuses), PurgeBatch);
                keys.ForEach(key => InstanceStore.Delete(connection, key));
                return keys.Count;
            });
            purged += batch;
        }
        while (batch == PurgeBatch);
        return purged;
    }

    private static string? Statuses(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses is null ? null : $"[{string.Join(',', statuses.Select(status => (int)status))}]";

    private OrchestrationMetadata ToMetadata(InstanceRow row, bool inputsAndOutputs) => new(row.Name, row.InstanceId)
    {
        RuntimeStatus = row.Status,
        CreatedAt = row.CreatedAt,
        LastUpdatedAt = row.UpdatedAt,
        FailureDetails = row.Failure ?? row.Quarantine,
        SerializedInput = inputsAndOutputs ? row.Input : null,
        SerializedOutput = inputsAndOutputs ? row.Output : null,
        SerializedCustomStatus = inputsAndOutputs ? row.CustomStatus : null,
        HasInputsAndOutputs = inputsAndOutputs,
        Json = json,
    };
}
