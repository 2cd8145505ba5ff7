using Azure;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Tests.Azurite;

namespace CareLoop.Embedded.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableTransactionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task All_kinds_of_actions_apply_together_and_answer_in_order()
    {
        var table = await azurite.NewTableAsync();
        foreach (var key in new[] { "merge", "replace", "delete", "upsert" })
        {
            await table.AddEntityAsync(new TableEntity("p", key) { ["Old"] = 1 });
        }

        var answers = await table.SubmitTransactionAsync(
        [
            Action(TableTransactionActionType.Add, "add's 新"),
            Action(TableTransactionActionType.UpdateMerge, "merge"),
            Action(TableTransactionActionType.UpdateReplace, "replace"),
            Action(TableTransactionActionType.Delete, "delete"),
            Action(TableTransactionActionType.UpsertMerge, "upsert"),
            Action(TableTransactionActionType.UpsertReplace, "fresh"),
        ]);

        var rows = (await TableRowTests.All(table)).ToDictionary(row => row.RowKey);
        Assert.All(answers.Value, answer => Assert.Equal(204, answer.Status));
        Assert.Equal(6, answers.Value.Count);
        Assert.Equal(rows["add's 新"].ETag, answers.Value[0].Headers.ETag);
        Assert.Equal(rows["fresh"].ETag, answers.Value[5].Headers.ETag);
        Assert.Equal(["add's 新", "fresh", "merge", "replace", "upsert"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([true, false, true], new[] { "merge", "replace", "upsert" }.Select(key => rows[key].ContainsKey("Old")));
        Assert.All(rows.Values, row => Assert.Equal("客诉 \r\n --changeset", row.GetString("New")));
    }

    [Fact]
    public async Task A_failed_action_is_named_and_nothing_is_applied()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "taken"));

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            Action(TableTransactionActionType.Add, "1"),
            Action(TableTransactionActionType.UpsertMerge, "2"),
            Action(TableTransactionActionType.Add, "taken"),
            Action(TableTransactionActionType.Add, "3"),
        ]));

        Assert.Equal((409, "EntityAlreadyExists", 2), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal("taken", Assert.Single(await TableRowTests.All(table)).RowKey);
    }

    [Fact]
    public async Task A_stale_version_refuses_the_transaction_and_a_default_one_does_not()
    {
        var table = await azurite.NewTableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "header"));
        await table.SubmitTransactionAsync([Action(TableTransactionActionType.UpdateMerge, "header")]);

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            Action(TableTransactionActionType.Add, "event"),
            Action(TableTransactionActionType.UpdateReplace, "header", first.Headers.ETag!.Value),
        ]));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal("header", Assert.Single(await TableRowTests.All(table)).RowKey);
    }

    [Fact]
    public async Task A_missing_row_and_a_missing_table_are_told_apart()
    {
        var table = await azurite.NewTableAsync();
        var action = Action(TableTransactionActionType.UpdateMerge, "nobody");

        var row = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([action]));
        var missing = await Assert.ThrowsAnyAsync<RequestFailedException>(
            () => azurite.Tables.GetTableClient("missing").SubmitTransactionAsync([action]));

        Assert.Equal((404, "ResourceNotFound", 0), (row.Status, row.ErrorCode, row.FailedTransactionActionIndex));
        Assert.Equal((404, "TableNotFound"), (missing.Status, missing.ErrorCode));
    }

    [Fact]
    public async Task The_same_row_twice_is_refused()
    {
        var table = await azurite.NewTableAsync();

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            Action(TableTransactionActionType.UpsertMerge, "1"),
            Action(TableTransactionActionType.UpsertMerge, "1"),
        ]));

        Assert.Equal((400, "InvalidDuplicateRow"), (failed.Status, failed.ErrorCode));
        Assert.Empty(await TableRowTests.All(table));
    }

    [Fact]
    public async Task What_the_real_service_refuses_is_refused_here_too()
    {
        var table = await azurite.NewTableAsync();

        var stranger = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [Action(TableTransactionActionType.Add, "1"), new(TableTransactionActionType.Add, new TableEntity("q", "2"))]));
        var many = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            Enumerable.Range(0, 101).Select(number => Action(TableTransactionActionType.Add, $"{number}"))));
        var large = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            Enumerable.Range(0, 70).Select(number => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity("p", $"{number}") { ["Bytes"] = new byte[60_000] }))));

        Assert.Equal((400, "CommandsInBatchActOnDifferentPartitions", 1), (stranger.Status, stranger.ErrorCode, stranger.FailedTransactionActionIndex));
        Assert.Equal((400, "InvalidInput"), (many.Status, many.ErrorCode));
        Assert.Equal((413, "RequestBodyTooLarge"), (large.Status, large.ErrorCode));
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([]));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity { RowKey = "1" })]));
        Assert.Empty(await TableRowTests.All(table));
    }

    [Fact]
    public async Task A_hundred_actions_are_one_transaction()
    {
        var table = await azurite.NewTableAsync();

        var answers = await table.SubmitTransactionAsync(
            Enumerable.Range(0, 100).Select(number => Action(TableTransactionActionType.Add, $"{number:D3}")));

        Assert.Equal(100, answers.Value.Count);
        Assert.Equal(100, (await TableRowTests.All(table)).Count);
    }

    private static TableTransactionAction Action(TableTransactionActionType type, string rowKey, ETag etag = default) =>
        new(type, new TableEntity("p", rowKey) { ["New"] = "客诉 \r\n --changeset" }, etag);
}
