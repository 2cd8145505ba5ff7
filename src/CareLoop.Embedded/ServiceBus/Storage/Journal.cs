using CareLoop.Embedded.ServiceBus.Delivery;
using Microsoft.Extensions.Logging;

namespace CareLoop.Embedded.ServiceBus.Storage;

/// <summary>
/// Makes the broker's changes durable in the order in which they were asked for, and only then visible in memory:
/// everything that gathers while one commit is under way goes into the next one.
/// </summary>
internal sealed class Journal(BrokerContext context)
{
    private List<Entry> pending = [];
    private Task writing = Task.CompletedTask;
    private bool busy;

    /// <summary>Adds a change.</summary>
    /// <param name="persist">Runs inside the transaction; touches rows only.</param>
    /// <param name="committed">Runs under the gate when the rows are on disk.</param>
    /// <param name="undone">Runs under the gate instead if they could not be written.</param>
    /// <returns>Completes after <paramref name="committed"/>; fails after <paramref name="undone"/>.</returns>
    public Task Append(Action<BrokerRows> persist, Action committed, Action<Exception>? undone = null)
    {
        var entry = new Entry(persist, committed, undone);
        lock (context.Gate)
        {
            pending.Add(entry);
            if (!busy)
            {
                busy = true;
                var under = context.Work.Begin();
                writing = context.Start(() => RunAsync(under));
            }
        }

        return entry.Done.Task;
    }

    /// <summary>Completes when everything appended so far is written.</summary>
    public Task WhenIdleAsync()
    {
        lock (context.Gate)
        {
            return writing;
        }
    }

    private async Task RunAsync(IDisposable under)
    {
        while (true)
        {
            List<Entry> batch;
            lock (context.Gate)
            {
                if (pending.Count == 0)
                {
                    busy = false;
                    under.Dispose();
                    return;
                }

                (batch, pending) = (pending, []);
            }

            Show(batch, await WriteAsync(batch));
        }
    }

    private async Task<ServiceBusException?> WriteAsync(List<Entry> batch)
    {
        try
        {
            await context.Store.WriteAsync(connection =>
            {
                var rows = new BrokerRows(connection);
                batch.ForEach(entry => entry.Persist(rows));
                rows.Flush();
            });
            return null;
        }
        catch (Exception error)
        {
            context.Log.LogError(error, "The broker could not write {Count} changes", batch.Count);
            return new ServiceBusException(
                "The broker could not write to its store.", ServiceBusFailureReason.ServiceCommunicationProblem, innerException: error);
        }
    }

    private void Show(List<Entry> batch, ServiceBusException? error)
    {
        lock (context.Gate)
        {
            foreach (var entry in batch)
            {
                if (error is null)
                    entry.Committed();
                else
                    entry.Undone?.Invoke(error);
            }
        }

        foreach (var entry in batch)
        {
            if (error is null)
                entry.Done.SetResult();
            else
                entry.Done.SetException(error);
        }
    }

    private sealed record Entry(Action<BrokerRows> Persist, Action Committed, Action<Exception>? Undone)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
