using System.Collections.Immutable;
using System.Globalization;
using Azure;
using CareLoop.Domain.Notices;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>
/// Table <c>robots</c>, one partition for each: <c>desk</c> is what is known about it, <c>wait-…</c> in the order of time what is to be told,
/// <c>notice-…</c> newest first every notice and what became of it. The last stays, so that one filed twice is told once.
/// </summary>
public sealed class RobotTable(Tables tables)
{
    private const string Desk = "desk";
    private const string WaitPrefix = "wait-";
    private const string NoticePrefix = "notice-";

    /// <summary>The first key after all that wait ('.' follows '-').</summary>
    private const string WaitEnd = "wait.";

    private const char Separator = ',';

    /// <summary>Files a notice; a second time nothing happens.</summary>
    public async Task FileAsync(string organisation, string robot, string kind, RobotNotice notice, CancellationToken cancellation)
    {
        var partition = PartitionOf(organisation, robot);
        try
        {
            await tables.Robots.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity(partition, NoticeKey(notice))
                    {
                        ["Id"] = notice.Id,
                        ["Kind"] = kind,
                        ["RaisedAt"] = notice.RaisedAt,
                        ["NotBefore"] = notice.NotBefore,
                        ["Status"] = nameof(RobotNoticeStatus.Waiting),
                    }),
                    new(TableTransactionActionType.Add, new TableEntity(partition, WaitKey(notice))
                    {
                        ["Id"] = notice.Id,
                        ["Line"] = notice.Line,
                        ["RaisedAt"] = notice.RaisedAt,
                        ["NotBefore"] = notice.NotBefore,
                    }),
                ],
                cancellation);
        }
        catch (TableTransactionFailedException error) when (error.IsConflict())
        {
            // Filed before.
        }
    }

    /// <summary>The desk and all that waits, in one query.</summary>
    public async Task<RobotDesk> ReadAsync(string organisation, string robot, CancellationToken cancellation)
    {
        RobotDesk desk = new();
        List<RobotNotice> waiting = [];
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {PartitionOf(organisation, robot)} and (RowKey eq {Desk} or (RowKey ge {WaitPrefix} and RowKey lt {WaitEnd}))");
        await foreach (var row in tables.Robots.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey == Desk)
            {
                desk = ToDesk(row);
            }
            else
            {
                waiting.Add(new RobotNotice(
                    row.Text("Id"), row.Text("Line"), row.GetDateTimeOffset("RaisedAt")!.Value, row.GetDateTimeOffset("NotBefore")!.Value));
            }
        }

        return desk with { Waiting = waiting };
    }

    /// <summary>Writes what is known about a robot.</summary>
    /// <returns>As stored.</returns>
    /// <exception cref="RequestFailedException">Somebody else has written in between: only a session that was lost can bring that about.</exception>
    public async Task<RobotDesk> SaveAsync(string organisation, string robot, RobotDesk desk, CancellationToken cancellation)
    {
        var row = FromDesk(organisation, robot, desk);
        var response = await (desk.ETag == default
            ? tables.Robots.AddEntityAsync(row, cancellation)
            : tables.Robots.UpdateEntityAsync(row, desk.ETag, TableUpdateMode.Replace, cancellation));
        return desk with { ETag = response.Headers.ETag ?? throw new InvalidOperationException("The storage answered a write without an ETag.") };
    }

    /// <summary>Writes the desk and what became of the notices of one call, all at once.</summary>
    /// <param name="desk">As read after the call had begun.</param>
    /// <param name="settled">Those of the call.</param>
    /// <param name="error">The platform's code if it refused them; null if they were told.</param>
    /// <param name="unclear">Those that a process died with before.</param>
    public Task SettleAsync(
        string organisation,
        string robot,
        RobotDesk desk,
        IEnumerable<RobotNotice> settled,
        DateTimeOffset at,
        string? error,
        IReadOnlySet<string> unclear,
        CancellationToken cancellation)
    {
        var partition = PartitionOf(organisation, robot);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, FromDesk(organisation, robot, desk), desk.ETag)];
        foreach (var notice in settled)
        {
            actions.Add(new(TableTransactionActionType.Delete, new TableEntity(partition, WaitKey(notice)), ETag.All));
            actions.Add(new(
                TableTransactionActionType.UpdateMerge,
                new TableEntity(partition, NoticeKey(notice))
                {
                    ["Status"] = (error is null ? RobotNoticeStatus.Told : RobotNoticeStatus.Failed).ToString(),
                    ["ToldAt"] = error is null ? at : null,
                    ["Error"] = error,
                    ["Unclear"] = unclear.Contains(notice.Id),
                },
                ETag.All));
        }

        return tables.Robots.SubmitTransactionAsync(actions, cancellation);
    }

    /// <summary>One page of a robot's notices, newest first.</summary>
    /// <param name="status">Only those; null for all.</param>
    public async Task<(IReadOnlyList<RobotNoticeView> Notices, string? Continuation)> ListAsync(
        string organisation, string robot, RobotNoticeStatus? status, string? continuation, int size, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(organisation, robot)} and RowKey ge {NoticePrefix} and RowKey lt {WaitPrefix}");
        if (status is { } wanted)
        {
            filter += $" and {TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}")}";
        }

        var pages = tables.Robots.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(ToView)], page.ContinuationToken);
        }

        return ([], null);
    }

    private static string PartitionOf(string organisation, string robot) => $"{organisation}|{robot}";

    private static string WaitKey(RobotNotice notice) => string.Create(CultureInfo.InvariantCulture, $"{WaitPrefix}{notice.RaisedAt.UtcTicks:D19}-{notice.Id}");

    private static string NoticeKey(RobotNotice notice) =>
        string.Create(CultureInfo.InvariantCulture, $"{NoticePrefix}{DateTimeOffset.MaxValue.UtcTicks - notice.RaisedAt.UtcTicks:D19}-{notice.Id}");

    private static TableEntity FromDesk(string organisation, string robot, RobotDesk desk) => new(PartitionOf(organisation, robot), Desk)
    {
        ["Calls"] = string.Join(Separator, desk.Calls.Select(call => call.UtcTicks)),
        ["BlockedUntil"] = desk.BlockedUntil,
        ["Failures"] = desk.Failures,
        ["InFlight"] = string.Join(Separator, desk.InFlight),
        ["WakeAt"] = desk.WakeAt,
        ["LastError"] = desk.LastError,
        ["LastErrorAt"] = desk.LastErrorAt,
        ["SpokeAt"] = desk.SpokeAt,
    };

    private static RobotDesk ToDesk(TableEntity row) => new()
    {
        Calls =
        [
            .. row.Text("Calls").Split(Separator, StringSplitOptions.RemoveEmptyEntries)
                .Select(ticks => new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero)),
        ],
        BlockedUntil = row.GetDateTimeOffset("BlockedUntil"),
        Failures = row.GetInt32("Failures")!.Value,
        InFlight = [.. row.Text("InFlight").Split(Separator, StringSplitOptions.RemoveEmptyEntries)],
        WakeAt = row.GetDateTimeOffset("WakeAt"),
        LastError = row.GetString("LastError"),
        LastErrorAt = row.GetDateTimeOffset("LastErrorAt"),
        SpokeAt = row.GetDateTimeOffset("SpokeAt"),
        ETag = row.ETag,
    };

    private static RobotNoticeView ToView(TableEntity row) => new(
        row.Text("Id"),
        row.Text("Kind"),
        row.GetDateTimeOffset("RaisedAt")!.Value,
        Enum.Parse<RobotNoticeStatus>(row.Text("Status")),
        row.GetDateTimeOffset("NotBefore")!.Value,
        row.GetDateTimeOffset("ToldAt"),
        row.GetString("Error"),
        row.GetBoolean("Unclear") is true);
}
