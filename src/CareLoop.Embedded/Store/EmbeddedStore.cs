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
    private const int MaxGroup = 256;

    private readonly string connectionString;
    private readonly SqliteConnection writer;
    private readonly BlockingCollection<Write> queue = [];
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private readonly Thread thread;

    private EmbeddedStore(string path)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = Connect();
        thread = new Thread(Run) { IsBackground = true, Name = "embedded-store-writer" };
        thread.Start();
    }

    /// <summary>Opens or creates the file. Each part creates its own tables with <see cref="WriteAsync(Action{SqliteConnection})"/>.</summary>
    public static EmbeddedStore Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        SQLitePCL.Batteries_V2.Init();
        return new EmbeddedStore(path);
    }

    /// <summary>Runs <paramref name="work"/> inside the next group commit; all of it is durable afterwards, or none.</summary>
    public Task WriteAsync(Action<SqliteConnection> work) => WriteAsync(connection =>
    {
        work(connection);
        return true;
    });

    /// <inheritdoc cref="WriteAsync(Action{SqliteConnection})"/>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result = default;
        queue.Add(new Write(
            connection => result = work(connection),
            () => completion.TrySetResult(result!),
            error => completion.TrySetException(error)));
        return completion.Task;
    }

    /// <summary>Reads committed data; readers never wait for the writer.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        if (!readers.TryTake(out var connection))
        {
            connection = Connect();
        }

        try
        {
            return query(connection);
        }
        finally
        {
            readers.Add(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await Task.Run(thread.Join);
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }

        await writer.DisposeAsync();
        queue.Dispose();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON;");
        return connection;
    }

    private void Run()
    {
        List<Write> group = [];
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < MaxGroup && queue.TryTake(out var next))
            {
                group.Add(next);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Write> group)
    {
        List<Write> done = [];
        try
        {
            Execute(writer, "BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                // A savepoint each: work that fails takes nobody else's down with it.
                Execute(writer, "SAVEPOINT work");
                try
                {
                    write.Work(writer);
                    Execute(writer, "RELEASE work");
                    done.Add(write);
                }
                catch (Exception error)
                {
                    Execute(writer, "ROLLBACK TO work; RELEASE work");
                    write.Failed(error);
                }
            }

            Execute(writer, "COMMIT");
        }
        catch (SqliteException error)
        {
            Rollback();
            done.ForEach(write => write.Failed(error));
            group.Except(done).ToList().ForEach(write => write.Failed(error));
            return;
        }

        done.ForEach(write => write.Done());
    }

    private void Rollback()
    {
        try
        {
            Execute(writer, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself: that is the state we want.
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Write(Action<SqliteConnection> Work, Action Done, Action<Exception> Failed);
}
