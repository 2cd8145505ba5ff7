using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.Store;

/// <summary>One caller's share of a group commit.</summary>
internal abstract class StoreWrite
{
    public abstract void Run(SqliteConnection connection);

    public abstract void Done();

    public abstract void Failed(Exception error);
}

/// <inheritdoc/>
internal sealed class StoreWrite<T>(Func<SqliteConnection, T> work) : StoreWrite
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => completion.Task;

    public override void Run(SqliteConnection connection) => result = work(connection);

    public override void Done() => completion.TrySetResult(result!);

    public override void Failed(Exception error) => completion.TrySetException(error);
}
