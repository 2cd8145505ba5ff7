using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.Store;

/// <summary>Turns a group of writes into one transaction on the only connection that writes.</summary>
internal sealed class GroupCommit(SqliteConnection writer, StoreFaults faults) : IAsyncDisposable
{
    /// <summary>Bounds how long the first of a group waits for the last.</summary>
    public const int MaxGroup = 256;

    private readonly List<StoreWrite> done = new(MaxGroup);
    private long count;
    private Exception? dead;

    public long Count => Interlocked.Read(ref count);

    public void Commit(IReadOnlyList<StoreWrite> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        done.Clear();
        if (dead is null && TryCommit(group))
        {
            done.ForEach(write => write.Done());
        }
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private bool TryCommit(IReadOnlyList<StoreWrite> group)
    {
        try
        {
            writer.Run("BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                RunAlone(write);
            }

            faults.BeforeCommit();
            writer.Run("COMMIT");
            Interlocked.Increment(ref count);
        }
        catch (Exception error)
        {
            RollBack();
            foreach (var write in group)
            {
                write.Failed(error);
            }

            return false;
        }

        try
        {
            faults.AfterCommit();
            return true;
        }
        catch (Exception error)
        {
            // A process that died here would have told nobody: nor do we, now and ever after.
            dead = error;
            return false;
        }
    }

    /// <summary>A savepoint each: work that fails takes nobody else's down with it.</summary>
    private void RunAlone(StoreWrite write)
    {
        writer.Run("SAVEPOINT work");
        try
        {
            write.Run(writer);
        }
        catch (Exception error) when (IsAlive())
        {
            writer.Run("ROLLBACK TO work");
            writer.Run("RELEASE work");
            write.Failed(error);
            return;
        }

        writer.Run("RELEASE work");
        done.Add(write);
    }

    /// <summary>After some errors (full disk, I/O) SQLite ends the whole transaction by itself.</summary>
    private bool IsAlive() => SQLitePCL.raw.sqlite3_get_autocommit(writer.Handle) == 0;

    private void RollBack()
    {
        if (IsAlive())
        {
            writer.Run("ROLLBACK");
        }
    }
}
