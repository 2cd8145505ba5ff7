using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Tests.Azurite;

namespace CareLoop.Embedded.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableQueryTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task More_than_a_thousand_rows_come_in_pages_without_gap_or_repetition()
    {
        var table = await azurite.NewTableAsync();
        await Fill(table, 1050);

        List<int> sizes = [];
        List<string> keys = [];
        await foreach (var page in table.QueryAsync<TableEntity>().AsPages())
        {
            sizes.Add(page.Values.Count);
            keys.AddRange(page.Values.Select(row => row.RowKey));
        }

        Assert.Equal([1000, 50], sizes);
        Assert.Equal(Enumerable.Range(0, 1050).Select(Key), keys);
    }

    [Fact]
    public async Task A_page_token_can_be_kept_and_used_by_another_client()
    {
        var table = await azurite.NewTableAsync();
        await Fill(table, 25);
        const string filter = "PartitionKey eq '门店 1' and RowKey ge '行 00005'";

        var first = await FirstPage(table, filter, null, 8);
        var other = new TableServiceClient(azurite.Server.ConnectionString).GetTableClient(table.Name);
        var second = await FirstPage(other, filter, first.ContinuationToken, 8);
        var third = await FirstPage(other, filter, second.ContinuationToken, 8);

        Assert.Equal(Enumerable.Range(5, 8).Select(Key), first.Values.Select(row => row.RowKey));
        Assert.Equal(Enumerable.Range(13, 8).Select(Key), second.Values.Select(row => row.RowKey));
        Assert.Equal(Enumerable.Range(21, 4).Select(Key), third.Values.Select(row => row.RowKey));
        Assert.Null(third.ContinuationToken);
    }

    [Fact]
    public async Task Max_per_page_bounds_the_pages_and_a_hint_overrides_it()
    {
        var table = await azurite.NewTableAsync();
        await Fill(table, 25);
        var query = table.QueryAsync<TableEntity>(maxPerPage: 10);

        List<int> sizes = [];
        await foreach (var page in query.AsPages())
        {
            sizes.Add(page.Values.Count);
        }

        List<int> hinted = [];
        await foreach (var page in query.AsPages(pageSizeHint: 20))
        {
            hinted.Add(page.Values.Count);
        }

        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal([20, 5], hinted);
    }

    [Fact]
    public async Task Select_and_filter_work_together()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "1") { ["Name"] = "O'Neill 家具", ["N"] = 3000000000L, ["X"] = 1 });
        await table.AddEntityAsync(new TableEntity("p", "2") { ["Name"] = "其他", ["N"] = 1L, ["X"] = 2 });

        List<TableEntity> rows = [];
        var filter = TableClient.CreateQueryFilter($"Name eq {"O'Neill 家具"} and N gt {5L}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey", "N"]))
        {
            rows.Add(row);
        }

        var found = Assert.Single(rows);
        Assert.Equal(("1", 3000000000L, false), (found.RowKey, found.GetInt64("N"), found.ContainsKey("X")));
    }

    [Fact]
    public async Task Filters_on_times_ids_and_flags_find_their_rows()
    {
        var table = await azurite.NewTableAsync();
        var id = Guid.NewGuid();
        var due = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.FromHours(8));
        await table.AddEntityAsync(new TableEntity("p", "1") { ["Due"] = due, ["Id"] = id, ["Open"] = true });
        await table.AddEntityAsync(new TableEntity("p", "2") { ["Due"] = due.AddMilliseconds(1), ["Id"] = Guid.NewGuid(), ["Open"] = false });

        Assert.Equal("1", Assert.Single(await TableRowTests.All(table, TableClient.CreateQueryFilter($"Due le {due}"))).RowKey);
        Assert.Equal("1", Assert.Single(await TableRowTests.All(table, TableClient.CreateQueryFilter($"Id eq {id}"))).RowKey);
        Assert.Equal("2", Assert.Single(await TableRowTests.All(table, TableClient.CreateQueryFilter($"Open eq {false}"))).RowKey);
    }

    [Fact]
    public async Task A_token_that_no_query_made_is_refused()
    {
        var table = await azurite.NewTableAsync();

        await Assert.ThrowsAsync<FormatException>(() => FirstPage(table, null, "a b c", null));
    }

    private static string Key(int number) => $"行 {number:D5}";

    private static async Task<Azure.Page<TableEntity>> FirstPage(TableClient table, string? filter, string? token, int? size)
    {
        await foreach (var page in table.QueryAsync<TableEntity>(filter).AsPages(token, size))
        {
            return page;
        }

        throw new InvalidOperationException("A query has at least one page.");
    }

    private static async Task Fill(TableClient table, int count)
    {
        foreach (var chunk in Enumerable.Range(0, count).Chunk(100))
        {
            await table.SubmitTransactionAsync(chunk.Select(number =>
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("门店 1", Key(number)) { ["N"] = number })));
        }
    }
}
