using System.Globalization;
using System.Text;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Backup;
using CareLoop.Functions.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Backup;

/// <summary>Nightly exports on a real Azurite: complete or not there, once a night, and restored as they were.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private const string Plain = "codes-and-ids-only";
    private const int ManyRows = 2_300;

    private static readonly DateTimeOffset Night = At("2026-03-04T02:30:00+08:00");
    private static readonly DateOnly Date = new(2026, 3, 4);
    private readonly DataAccounts accounts = new();

    private DataAccount Source => accounts.Source;

    public Task InitializeAsync() => accounts.InitializeAsync();

    public Task DisposeAsync() => accounts.DisposeAsync();

    [Fact]
    public async Task What_was_exported_is_restored_into_empty_tables_row_for_row()
    {
        await FillAsync();
        Assert.True(await Source.ExportAt(Night).RunAsync(default));

        var manifest = await accounts.Restore.RestoreAsync(Date, resume: false, done: null, default);

        Assert.Equal(Source.Tables.All.Select(table => table.Name), manifest.Tables.Select(table => table.Table));
        Assert.Equal(ManyRows, manifest.Tables.Single(table => table.Table == "contents").Rows);
        var expected = await Source.RowsAsync();
        Assert.Equal(manifest.Tables.Sum(table => table.Rows), expected.Count);
        Assert.Equal(expected, await accounts.Target.RowsAsync());
    }

    [Fact]
    public async Task A_run_that_dies_between_the_blobs_and_the_manifest_leaves_no_export_and_the_next_run_completes_the_night()
    {
        await FillAsync(few: true);

        // All that a killed process leaves behind.
        await Source.ExportAt(Night).WriteTablesAsync(Date, default);
        var error = await Assert.ThrowsAsync<ExportException>(() => accounts.Restore.VerifyAsync(Date, default));
        Assert.Contains("no manifest", error.Message, StringComparison.Ordinal);

        Assert.True(await Source.ExportAt(Night.AddHours(1)).RunAsync(default));
        Assert.False(await Source.ExportAt(Night.AddHours(2)).RunAsync(default));
        await accounts.Restore.RestoreAsync(Date, resume: false, done: null, default);
        Assert.Equal(await Source.RowsAsync(), await accounts.Target.RowsAsync());
    }

    [Fact]
    public async Task Two_runs_at_once_complete_one_night_once()
    {
        await FillAsync(few: true);
        var completed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Source.ExportAt(Night).RunAsync(default)));

        Assert.Single(completed, done => done);
        await accounts.Restore.VerifyAsync(Date, default);
    }

    [Fact]
    public async Task After_downtime_the_latest_night_is_exported_once_and_none_is_made_up()
    {
        Assert.True(await Source.ExportAt(Night).RunAsync(default));
        Assert.True(await Source.ExportAt(At("2026-03-08T15:00:00+08:00")).RunAsync(default));
        Assert.False(await Source.ExportAt(At("2026-03-09T01:59:59+08:00")).RunAsync(default));

        var complete = await Task.WhenAll(Enumerable.Range(4, 5).Select(day => Source.Store.IsCompleteAsync(new DateOnly(2026, 3, day), default)));
        Assert.Equal([true, false, false, false, true], complete);
    }

    [Theory]
    [InlineData("2026-03-04T01:59:59+08:00", "2026-03-03")]
    [InlineData("2026-03-04T02:00:00+08:00", "2026-03-04")]
    [InlineData("2026-03-03T18:30:00Z", "2026-03-04")]
    public void A_night_begins_at_two_in_China(string now, string night) =>
        Assert.Equal(night, TableExport.NightOf(At(now)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("altered")]
    [InlineData("cut off")]
    [InlineData("lengthened")]
    [InlineData("swapped")]
    public async Task A_blob_that_is_not_what_was_written_is_found(string how)
    {
        await FillAsync(few: true);
        await Source.ExportAt(Night).RunAsync(default);
        var (manifest, _) = (await Source.Store.FindAsync(Date, default))!.Value;
        var (victim, other) = (manifest.Tables.Single(table => table.Table == "contents"), manifest.Tables.Single(table => table.Table == "directory"));
        var bytes = await ReadAsync(victim.Blob);
        bytes = how switch
        {
            "altered" => [.. bytes[..^20], (byte)(bytes[^20] ^ 1), .. bytes[^19..]],
            "cut off" => bytes[..^1],
            "lengthened" => [.. bytes, 0],
            _ => await ReadAsync(other.Blob),
        };
        await Source.Store.Container.GetBlobClient(victim.Blob).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);

        var error = await Assert.ThrowsAsync<ExportException>(() => accounts.Restore.RestoreAsync(Date, resume: false, done: null, default));
        Assert.Contains(victim.Blob, error.Message, StringComparison.Ordinal);
        Assert.Empty(await accounts.Target.RowsAsync());
    }

    [Fact]
    public async Task A_manifest_that_leaves_a_table_out_is_found()
    {
        await Source.ExportAt(Night).RunAsync(default);
        var name = "2026-03-04/manifest.ndjson";
        var lines = Encoding.UTF8.GetString(await ReadAsync(name)).Split('\n');
        var start = lines[0].IndexOf("{\"table\":\"cases\"", StringComparison.Ordinal);
        var end = lines[0].IndexOf("{\"table\":\"caseindex\"", StringComparison.Ordinal);
        lines[0] = lines[0].Remove(start, end - start);
        await Source.Store.Container.GetBlobClient(name).UploadAsync(BinaryData.FromString(string.Join('\n', lines)), overwrite: true);

        var error = await Assert.ThrowsAsync<ExportException>(() => accounts.Restore.VerifyAsync(Date, default));
        Assert.Contains("altered", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_opens_with_its_wrapping_key_only_also_while_keys_are_rotated()
    {
        await FillAsync(few: true);
        await Source.ExportAt(Night).RunAsync(default);
        ExportReader With(byte[] current, byte[]? second = null) => Source.With(current, second).GetRequiredService<ExportReader>();

        await With(DataAccount.KeyB, DataAccount.KeyA).VerifyAsync(Date, default);
        var error = await Assert.ThrowsAsync<ExportException>(() => With(DataAccount.KeyB).VerifyAsync(Date, default));
        Assert.Contains(WrappingKeys.NameOf(DataAccount.KeyA), error.Message, StringComparison.Ordinal);

        foreach (var table in (await Source.Store.FindAsync(Date, default))!.Value.Manifest.Tables)
        {
            Assert.DoesNotContain(Plain, Encoding.UTF8.GetString(await ReadAsync(table.Blob)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_restore_insists_on_empty_tables_and_one_that_was_interrupted_is_resumed()
    {
        await FillAsync(few: true);
        await Source.ExportAt(Night).RunAsync(default);
        await Assert.ThrowsAsync<OperationCanceledException>(() => accounts.Restore.RestoreAsync(
            Date, resume: false, (table, rows) => _ = rows == 0 ? rows : throw new OperationCanceledException(table), default));
        Assert.NotEmpty(await accounts.Target.RowsAsync());

        var error = await Assert.ThrowsAsync<ExportException>(() => accounts.Restore.RestoreAsync(Date, resume: false, done: null, default));
        Assert.Contains("not empty", error.Message, StringComparison.Ordinal);
        await accounts.Restore.RestoreAsync(Date, resume: true, done: null, default);
        Assert.Equal(await Source.RowsAsync(), await accounts.Target.RowsAsync());
    }

    [Fact]
    public async Task Neither_writing_nor_reading_holds_more_than_a_piece_of_a_large_table()
    {
        const int Rows = 12_000;
        var output = new WriteSizes();
        using var writer = new SealedLines.Writer(output, DataAccount.KeyA, "place");
        for (var number = 0; number < Rows; number++)
        {
            await writer.WriteAsync(new TableEntity("p", $"{number:D6}") { ["Text"] = new string('x', 1000) }, default);
        }

        await writer.CompleteAsync(default);
        Assert.Equal(Rows, writer.Rows);
        Assert.InRange(output.Largest, SealedLines.PieceSize, SealedLines.PieceSize * 5 / 4);
        Assert.True(output.Length > 40 * output.Largest, $"{output.Length} bytes in pieces of up to {output.Largest}");
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Rows of every type, in several partitions, and in one table more than a page and a piece hold.</summary>
    private async Task FillAsync(bool few = false)
    {
        var tables = Source.Tables;
        await tables.Directory.AddEntityAsync(new TableEntity("demo", "every-type")
        {
            ["Text"] = "句子 with \"quotes\"\nand lines",
            ["Empty"] = "",
            ["Int"] = -7,
            ["Long"] = long.MaxValue,
            ["Whole"] = 3.0,
            ["Double"] = 0.1,
            ["Flag"] = true,
            ["At"] = At("2026-03-04T10:12:13.1234567+08:00"),
            ["Guid"] = Guid.Parse("8f2b8d3e-0001-4c6b-9d1c-1f2e3d4c5b6a"),
            ["Bytes"] = new byte[] { 0, 1, 255 },
            ["Plain"] = Plain,
        });
        await tables.CaseIndex.AddEntityAsync(new TableEntity("mall-sh-01|status|Registered", "20260304|x-y's") { ["CaseId"] = "C1" });
        foreach (var partition in Enumerable.Range(0, few ? 1 : 23))
        {
            await tables.Contents.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(number => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity($"customer-{partition}", $"{number:D3}") { ["Cipher"] = Enumerable.Repeat((byte)number, 300).ToArray(), ["Plain"] = Plain })));
        }
    }

    private async Task<byte[]> ReadAsync(string blob)
    {
        BlobDownloadResult found = await Source.Store.Container.GetBlobClient(blob).DownloadContentAsync();
        return found.Content.ToArray();
    }

    private sealed class WriteSizes : MemoryStream
    {
        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
