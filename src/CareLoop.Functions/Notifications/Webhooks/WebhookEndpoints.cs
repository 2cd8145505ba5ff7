using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>
/// Every endpoint, read again every minute and after a change made here: most events interest nobody, and should not cost a query. Another
/// instance of the app learns of a new endpoint at the latest a minute later; whether one is still there is asked at every call.
/// </summary>
public sealed class WebhookEndpoints(WebhookTable table, DirectorySettings settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim loading = new(1, 1);
    private Snapshot? snapshot;

    public async Task<IReadOnlyList<WebhookEndpoint>> ListAsync(CancellationToken cancellation)
    {
        if (Fresh is { } fresh)
        {
            return fresh;
        }

        await loading.WaitAsync(cancellation);
        try
        {
            if (Fresh is { } loaded)
            {
                return loaded;
            }

            var at = time.GetTimestamp();
            var found = await table.ListAsync(settings.Organisation, cancellation);
            snapshot = new Snapshot(found, at);
            return found;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Whether there is anybody to tell.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellation) => (await ListAsync(cancellation)).Count > 0;

    /// <summary>Makes the next reader look again: something has changed.</summary>
    public void Forget() => snapshot = null;

    public void Dispose() => loading.Dispose();

    private IReadOnlyList<WebhookEndpoint>? Fresh => snapshot is { } held && time.GetElapsedTime(held.At) < Freshness ? held.Endpoints : null;

    private sealed record Snapshot(IReadOnlyList<WebhookEndpoint> Endpoints, long At);
}
