using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.Store;

/// <summary>
/// The one SQLite file behind the durable engine, the broker, the timers and the clock.
/// A single writer gathers the waiting work into one transaction, so many callers share one fsync;
/// a caller's task completes only when its work is on disk.
/// </summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private readonly string connectionString;
    private readonly string synchronous;
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private readonly GroupCommit commits;
    private readonly BlockingCollection<StoreWrite> queue = [];
    private readonly Thread? thread;

    private EmbeddedStore(string path, StoreFaults faults, StoreMode mode)
    {
        synchronous = mode.Synchronous;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        commits = new GroupCommit(Connect(), faults);
        if (mode.OwnThread)
        {
            thread = new Thread(Run) { IsBackground = true, Name = "embedded-store-writer" };
            thread.Start();
        }
    }

    /// <summary>Opens or creates the file. Each part brings its own tables up with <see cref="StoreSchema"/>.</summary>
    public static EmbeddedStore Open(string path) => Open(path, new StoreFaults(), new StoreMode());

    internal static EmbeddedStore Open(string path, StoreFaults faults) => Open(path, faults, new StoreMode());

    internal static EmbeddedStore Open(string path, StoreFaults faults, StoreMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        SQLitePCL.Batteries_V2.Init();
        return new EmbeddedStore(path, faults, mode);
    }

    /// <summary>How many transactions have reached the disk; one fsync each.</summary>
    public long Commits => commits.Count;

    /// <summary>Writes that wait for a commit.</summary>
    internal int Waiting => queue.Count;

    /// <summary>
    /// Runs <paramref name="work"/> inside the next group commit; all of it is durable afterwards, or none.
    /// It touches nothing but the connection: a work that throws is undone alone, a commit that fails undoes all.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The store is closing.</exception>
    public Task WriteAsync(Action<SqliteConnection> work) => WriteAsync(connection =>
    {
        work(connection);
        return true;
    });

    /// <inheritdoc cref="WriteAsync(Action{SqliteConnection})"/>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work)
    {
        var write = new StoreWrite<T>(work);
        try
        {
            queue.Add(write);
        }
        catch (InvalidOperationException) when (queue.IsAddingCompleted)
        {
            throw new ObjectDisposedException(nameof(EmbeddedStore));
        }

        return write.Task;
    }

    /// <summary>Reads committed data; readers never wait for the writer.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(queue.IsAddingCompleted, this);
        if (!readers.TryTake(out var connection))
        {
            connection = Connect();
        }

        var result = query(connection);

        // A connection whose query failed may be in any state: it is left to the collector.
        readers.Add(connection);
        return result;
    }

    /// <summary>Commits what is waiting and closes the file. Without its own thread nothing is committed: the end of a process.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        if (thread is not null)
        {
            await Task.Run(thread.Join);
        }

        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }

        await commits.DisposeAsync();
    }

    /// <summary>For a store without its own thread: commits up to <paramref name="count"/> waiting writes on the caller's.</summary>
    /// <returns>False if nothing was waiting.</returns>
    internal bool CommitNext(int count)
    {
        List<StoreWrite> group = [];
        while (group.Count < count && queue.TryTake(out var next))
        {
            group.Add(next);
        }

        commits.Commit(group);
        return group.Count > 0;
    }

    private void Run()
    {
        List<StoreWrite> group = [];
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < GroupCommit.MaxGroup && queue.TryTake(out var next))
            {
                group.Add(next);
            }

            commits.Commit(group);
            group.Clear();
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Run($"PRAGMA synchronous={synchronous}");
        connection.Run("PRAGMA journal_mode=WAL");
        connection.Run("PRAGMA busy_timeout=10000");
        connection.Run("PRAGMA foreign_keys=ON");
        return connection;
    }
}
