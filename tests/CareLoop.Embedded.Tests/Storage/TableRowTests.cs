using Azure;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Tests.Azurite;

namespace CareLoop.Embedded.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableRowTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Every_type_comes_back_as_it_was_stored()
    {
        var table = await azurite.NewTableAsync();
        var time = new DateTimeOffset(2026, 11, 21, 8, 30, 15, 123, TimeSpan.FromHours(8)).AddTicks(4567);
        var id = Guid.NewGuid();
        await table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "门店客诉：沙发开裂，\"三包\"期内 <b>it's</b> 😀",
            ["Empty"] = "",
            ["Int"] = -7,
            ["Long"] = long.MaxValue,
            ["SmallLong"] = 5L,
            ["Double"] = 0.1,
            ["WholeDouble"] = 12.0,
            ["NoNumber"] = double.NaN,
            ["Flag"] = true,
            ["Time"] = time,
            ["DateTime"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            ["Id"] = id,
            ["Bytes"] = new byte[] { 0, 1, 254, 255 },
            ["Data"] = BinaryData.FromString("数据"),
        });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("门店客诉：沙发开裂，\"三包\"期内 <b>it's</b> 😀", row.GetString("Text"));
        Assert.Equal("", row.GetString("Empty"));
        Assert.Equal(-7, row.GetInt32("Int"));
        Assert.Equal(long.MaxValue, row.GetInt64("Long"));
        Assert.Equal(5L, row.GetInt64("SmallLong"));
        Assert.Equal(0.1, row.GetDouble("Double"));
        Assert.Equal(12.0, row.GetDouble("WholeDouble"));
        Assert.Equal(double.NaN, row.GetDouble("NoNumber"));
        Assert.True(row.GetBoolean("Flag"));
        Assert.Equal(time, row.GetDateTimeOffset("Time"));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), row.GetDateTime("DateTime"));
        Assert.Equal(id, row.GetGuid("Id"));
        Assert.Equal([0, 1, 254, 255], row.GetBinary("Bytes")!);
        Assert.Equal("数据", row.GetBinaryData("Data")!.ToString());
        Assert.NotNull(row.Timestamp);
        Assert.NotEqual(default, row.ETag);
    }

    [Theory]
    [InlineData("门店-华东", "案件-001")]
    [InlineData("it's", "quote's'")]
    [InlineData("a b", "100%25 & = + , ; ( )")]
    [InlineData("", "")]
    public async Task Keys_may_hold_any_text(string partitionKey, string rowKey)
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity(partitionKey, rowKey) { ["N"] = 1 });
        await table.UpdateEntityAsync(new TableEntity(partitionKey, rowKey) { ["N"] = 2 }, ETag.All);

        var row = (await table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;
        var found = await All(table, TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey eq {rowKey}"));

        Assert.Equal((partitionKey, rowKey, 2), (row.PartitionKey, row.RowKey, row.GetInt32("N")));
        Assert.Equal(2, Assert.Single(found).GetInt32("N"));
    }

    [Fact]
    public async Task Null_properties_are_not_stored()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Nothing"] = null, ["Something"] = 1 });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(["PartitionKey", "RowKey", "Something", "Timestamp", "odata.etag"], row.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Select_returns_only_the_named_properties()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r", ["A"])).Value;

        Assert.Equal(1, row.GetInt32("A"));
        Assert.False(row.ContainsKey("B"));
    }

    [Fact]
    public async Task A_second_insert_of_the_same_keys_conflicts()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((409, "EntityAlreadyExists"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task An_update_with_a_stale_version_is_refused_and_the_entitys_own_version_is_not_refreshed()
    {
        var table = await azurite.NewTableAsync();
        var entity = new TableEntity("p", "r") { ["N"] = 1 };
        var inserted = await table.AddEntityAsync(entity);
        Assert.Equal(default, entity.ETag);

        var updated = await table.UpdateEntityAsync(entity, inserted.Headers.ETag!.Value);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(entity, inserted.Headers.ETag!.Value));
        await table.UpdateEntityAsync(entity, updated.Headers.ETag!.Value, TableUpdateMode.Replace);
        await table.UpdateEntityAsync(entity, ETag.All);

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refused.Status, refused.ErrorCode));
        Assert.Equal(default, entity.ETag);
    }

    [Fact]
    public async Task An_update_without_a_version_is_a_mistake()
    {
        var table = await azurite.NewTableAsync();

        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));

        Assert.Equal("ifMatch", mistake.ParamName);
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.AddEntityAsync(new TableEntity()));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.AddEntityAsync<TableEntity>(null!));
    }

    [Fact]
    public async Task Merge_keeps_and_replace_removes_what_is_not_named()
    {
        var table = await azurite.NewTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 });
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, TableUpdateMode.Replace);
        var replaced = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((2, 1), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((3, null), (replaced.GetInt32("A"), replaced.GetInt32("B")));
    }

    [Fact]
    public async Task A_missing_row_is_an_error_for_get_and_update_but_not_for_get_if_exists_and_delete()
    {
        var table = await azurite.NewTableAsync();

        var get = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));
        var update = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));
        var maybe = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        var deleted = await table.DeleteEntityAsync("p", "r");

        Assert.Equal((404, "ResourceNotFound"), (get.Status, get.ErrorCode));
        Assert.Equal((404, "ResourceNotFound"), (update.Status, update.ErrorCode));
        Assert.False(maybe.HasValue);
        Assert.Equal(404, maybe.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => maybe.Value);
        Assert.Equal(404, deleted.Status);
    }

    [Fact]
    public async Task A_delete_honours_the_version()
    {
        var table = await azurite.NewTableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r"));
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, ETag.All);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "r", first.Headers.ETag!.Value));
        var deleted = await table.DeleteEntityAsync("p", "r");

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refused.Status, refused.ErrorCode));
        Assert.Equal(204, deleted.Status);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task A_missing_table_says_so_and_an_existing_one_is_not_created_again()
    {
        var missing = azurite.Tables.GetTableClient("missing");

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => missing.AddEntityAsync(new TableEntity("p", "r")));
        var table = await azurite.NewTableAsync();
        var again = await azurite.Tables.CreateTableIfNotExistsAsync(table.Name);

        Assert.Equal((404, "TableNotFound"), (refused.Status, refused.ErrorCode));
        Assert.Equal(409, again.GetRawResponse().Status);
        Assert.Equal(table.Name, again.Value.Name);
    }

    [Fact]
    public async Task What_tables_cannot_store_is_refused_before_it_is_sent()
    {
        var table = await azurite.NewTableAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new TableEntity("p", "r") { ["Price"] = 9.99m }));
        await Assert.ThrowsAsync<NotSupportedException>(() => table.GetEntityAsync<Row>("p", "r"));
        Assert.Throws<NotSupportedException>(() => table.QueryAsync<Row>());
    }

    internal static async Task<List<TableEntity>> All(TableClient table, string? filter = null, int? maxPerPage = null)
    {
        List<TableEntity> rows = [];
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage))
        {
            rows.Add(row);
        }

        return rows;
    }

    private sealed class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }
    }
}
