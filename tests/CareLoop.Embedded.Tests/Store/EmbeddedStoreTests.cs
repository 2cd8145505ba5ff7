using CareLoop.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace CareLoop.Embedded.Tests.Store;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("store-").FullName;

    private string File => Path.Combine(folder, "sub", "store.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_reopening()
    {
        await using (var store = await OpenAsync())
        {
            await store.WriteAsync(connection => connection.Run("INSERT INTO t (v) VALUES (?1)", 7));
        }

        await using var again = EmbeddedStore.Open(File);
        Assert.Equal(7L, again.Read(connection => connection.Scalar("SELECT v FROM t")));
    }

    [Fact]
    public async Task Work_that_fails_takes_nobody_elses_down_with_it()
    {
        await using var store = await OpenAsync();

        var writes = Enumerable.Range(0, 20).Select(number => store.WriteAsync(connection =>
        {
            connection.Run("INSERT INTO t (v) VALUES (?1)", number);
            if (number % 5 == 0)
            {
                throw new InvalidOperationException($"no {number}");
            }
        })).ToList();
        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal([0, 5, 10, 15], Enumerable.Range(0, 20).Where(number => writes[number].IsFaulted));
        Assert.Equal(16, store.Read(Values).Count);
    }

    [Fact]
    public async Task Many_writers_share_few_commits()
    {
        var gate = new GateAtCommit();
        await using var store = EmbeddedStore.Open(File, gate);
        await store.WriteAsync(connection => connection.Run("CREATE TABLE t (v INTEGER)"));
        var before = store.Commits;

        gate.Close();
        var writes = Enumerable.Range(0, 200).Select(number =>
            store.WriteAsync(connection => connection.Run("INSERT INTO t (v) VALUES (?1)", number))).ToList();
        gate.Open();
        await Task.WhenAll(writes);

        Assert.InRange(store.Commits - before, 1, 2);
        Assert.Equal(Enumerable.Range(0, 200).Select(number => (long)number), store.Read(Values));
    }

    [Fact]
    public async Task A_commit_that_fails_undoes_the_whole_group_and_tells_everybody()
    {
        var gate = new GateAtCommit();
        await using var store = EmbeddedStore.Open(File, gate);
        await store.WriteAsync(connection => connection.Run("CREATE TABLE t (v INTEGER)"));

        gate.Fail = true;
        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync(connection => connection.Run("INSERT INTO t (v) VALUES (1)")));
        gate.Fail = false;
        await store.WriteAsync(connection => connection.Run("INSERT INTO t (v) VALUES (2)"));

        Assert.Equal([2L], store.Read(Values));
    }

    [Fact]
    public async Task Readers_go_on_while_the_writer_is_inside_a_transaction()
    {
        await using var store = await OpenAsync();
        using var inside = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var write = store.WriteAsync(connection =>
        {
            connection.Run("INSERT INTO t (v) VALUES (1)");
            inside.Set();
            leave.Wait(TimeSpan.FromSeconds(20));
        });
        inside.Wait(TimeSpan.FromSeconds(20));

        var during = store.Read(Values);
        leave.Set();
        await write;

        Assert.Empty(during);
        Assert.Single(store.Read(Values));
    }

    [Fact]
    public async Task A_query_that_fails_spoils_no_later_one()
    {
        await using var store = await OpenAsync();

        Assert.Throws<SqliteException>(() => store.Read(connection => connection.Scalar("SELECT nothing FROM nowhere")));

        Assert.Empty(store.Read(Values));
    }

    [Fact]
    public async Task A_closed_store_refuses_work()
    {
        var store = await OpenAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.WriteAsync(_ => { }));
        Assert.Throws<ObjectDisposedException>(() => store.Read(Values));
    }

    [Fact]
    public async Task Scripts_run_once_each_and_only_the_new_ones()
    {
        await using (var store = EmbeddedStore.Open(File))
        {
            await new StoreSchema("part", "CREATE TABLE a (v); INSERT INTO a VALUES (1)").ApplyAsync(store);
            await new StoreSchema("part", "CREATE TABLE a (v); INSERT INTO a VALUES (1)").ApplyAsync(store);
        }

        await using var later = EmbeddedStore.Open(File);
        await new StoreSchema("part", "CREATE TABLE a (v)", "ALTER TABLE a ADD COLUMN w DEFAULT 5").ApplyAsync(later);
        await new StoreSchema("other", "CREATE TABLE b (v)").ApplyAsync(later);

        Assert.Equal(5L, later.Read(connection => connection.Scalar("SELECT w FROM a")));
        Assert.Equal(2L, later.Read(connection => connection.Scalar("SELECT version FROM schema_version WHERE part = 'part'")));
    }

    [Fact]
    public async Task A_script_that_fails_leaves_the_version_before_it()
    {
        await using var store = EmbeddedStore.Open(File);
        await new StoreSchema("part", "CREATE TABLE a (v)").ApplyAsync(store);

        await Assert.ThrowsAsync<SqliteException>(() => new StoreSchema("part", "", "CREATE TABLE c (v); nonsense").ApplyAsync(store));

        Assert.Equal(1L, store.Read(connection => connection.Scalar("SELECT version FROM schema_version WHERE part = 'part'")));
        Assert.Equal(0L, store.Read(connection => connection.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'c'")));
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused()
    {
        await using var store = EmbeddedStore.Open(File);
        await new StoreSchema("part", "CREATE TABLE a (v)", "CREATE TABLE b (v)").ApplyAsync(store);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => new StoreSchema("part", "CREATE TABLE a (v)").ApplyAsync(store));

        Assert.Contains("version 2", error.Message);
    }

    private static List<long> Values(SqliteConnection connection) => connection.Query("SELECT v FROM t ORDER BY rowid", reader => reader.GetInt64(0));

    private async Task<EmbeddedStore> OpenAsync()
    {
        var store = EmbeddedStore.Open(File);
        await store.WriteAsync(connection => connection.Run("CREATE TABLE IF NOT EXISTS t (v INTEGER)"));
        return store;
    }

    private sealed class GateAtCommit : StoreFaults
    {
        private readonly ManualResetEventSlim gate = new(initialState: true);

        public bool Fail { get; set; }

        public void Close() => gate.Reset();

        public void Open() => gate.Set();

        public override void BeforeCommit()
        {
            gate.Wait(TimeSpan.FromSeconds(20));
            if (Fail)
            {
                throw new IOException("disk full");
            }
        }
    }
}
