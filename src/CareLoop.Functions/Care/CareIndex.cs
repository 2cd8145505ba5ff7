using System.Globalization;
using System.Text.Json;
using Azure;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Care;

/// <summary>What a row of a list says about a care task.</summary>
public sealed record IndexedCare(
    string Id,
    string Site,
    string Plan,
    string Mode,
    FollowUpStatus Status,
    string? Caller,
    string Role,
    string CustomerKey,
    string SubjectId,
    string? Part,
    DateTimeOffset OpensAt,
    DateTimeOffset DueAt,
    string? Result)
{
    /// <summary>The card of a birthday, once it is made.</summary>
    public BirthdayCard? Card { get; init; }

    /// <summary>How a birthday call was filed, once it is made.</summary>
    public BirthdayCall? Call { get; init; }

    /// <summary>When there was a result.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}

/// <summary>
/// Lists of care tasks in table <c>care</c>: a site's open ones in the order of their due times, its birthdays called or not, and all of a
/// subject. Rows follow from the task alone, so writing them again changes nothing.
/// </summary>
public sealed class CareIndex(Tables tables)
{
    public static string Open(string organisation, string site) => $"{organisation}|{site}|open";

    public static string OfSubject(string organisation, string subjectId) => $"{organisation}|{subjectId}|subject";

    /// <summary>A site's birthdays in the order of their days, called or not (EDU-BD-01, EDU-BD-04).</summary>
    public static string Birthdays(string organisation, string site) => $"{organisation}|{site}|birthdays";

    /// <summary>Puts a task where it belongs now.</summary>
    public async Task WriteAsync(CareFile file, CancellationToken cancellation)
    {
        var task = file.Task;
        var open = (Partition: Open(file.Organisation, file.Site), Row: $"{Stamp(task.Contact.DueAt)}-{task.Id}");
        await PutAsync(OfSubject(file.Organisation, file.SubjectId), task.Id, file, cancellation);
        if (task.IsBirthday)
        {
            await PutAsync(Birthdays(file.Organisation, file.Site), open.Row, file, cancellation);
        }

        if (task.IsOpen)
        {
            await PutAsync(open.Partition, open.Row, file, cancellation);
        }
        else
        {
            await tables.Care.DeleteEntityAsync(open.Partition, open.Row, ETag.All, cancellation);
        }
    }

    /// <summary>Takes a task out of the place it had before its window moved.</summary>
    public async Task ForgetAsync(CareFile before, CancellationToken cancellation)
    {
        var row = $"{Stamp(before.Task.Contact.DueAt)}-{before.Task.Id}";
        await tables.Care.DeleteEntityAsync(Open(before.Organisation, before.Site), row, ETag.All, cancellation);
        if (before.Task.IsBirthday)
        {
            await tables.Care.DeleteEntityAsync(Birthdays(before.Organisation, before.Site), row, ETag.All, cancellation);
        }
    }

    /// <summary>Takes a finished task out of the list of birthdays and, last, out of its subject's, by which it is found.</summary>
    public async Task RemoveAsync(string organisation, IndexedCare task, CancellationToken cancellation)
    {
        await tables.Care.DeleteEntityAsync(Birthdays(organisation, task.Site), $"{Stamp(task.DueAt)}-{task.Id}", ETag.All, cancellation);
        await tables.Care.DeleteEntityAsync(OfSubject(organisation, task.SubjectId), task.Id, ETag.All, cancellation);
    }

    /// <summary>The condition that tasks are due at an instant or later.</summary>
    public static string DueFrom(DateTimeOffset from) => TableClient.CreateQueryFilter($"RowKey ge {Stamp(from)}");

    /// <summary>One page of a list: one storage query.</summary>
    /// <param name="partition">The list.</param>
    /// <param name="dueBefore">Only tasks due earlier, or null.</param>
    /// <param name="conditions">OData conditions on <see cref="IndexedCare"/>'s columns.</param>
    /// <param name="continuation">Where the page before ended, or null.</param>
    /// <param name="size">Largest page.</param>
    public async Task<(IReadOnlyList<IndexedCare> Tasks, string? Continuation)> ReadPageAsync(
        string partition, DateTimeOffset? dueBefore, IReadOnlyList<string> conditions, string? continuation, int size, CancellationToken cancellation)
    {
        var pages = tables.Care.QueryAsync<TableEntity>(Filter(partition, dueBefore, conditions), size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            return ([.. page.Values.Select(ToTask)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>A whole list in its order, for timers.</summary>
    public async IAsyncEnumerable<IndexedCare> ReadAsync(
        string partition, DateTimeOffset? dueBefore, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.Care.QueryAsync<TableEntity>(Filter(partition, dueBefore, []), cancellationToken: cancellation))
        {
            yield return ToTask(row);
        }
    }

    private async Task PutAsync(string partition, string row, CareFile file, CancellationToken cancellation)
    {
        var (task, contact) = (file.Task, file.Task.Contact);
        await tables.Care.UpsertEntityAsync(
            new TableEntity(partition, row)
            {
                [nameof(IndexedCare.Id)] = task.Id,
                [nameof(IndexedCare.Site)] = file.Site,
                [nameof(IndexedCare.Plan)] = contact.PlanId,
                [nameof(IndexedCare.Mode)] = contact.Mode,
                [nameof(IndexedCare.Status)] = contact.Status.ToString(),
                // A column that is not there equals nothing, not even the empty text.
                [nameof(IndexedCare.Caller)] = contact.Caller ?? string.Empty,
                [nameof(IndexedCare.Role)] = task.Role,
                [nameof(IndexedCare.CustomerKey)] = task.CustomerKey,
                [nameof(IndexedCare.SubjectId)] = file.SubjectId,
                [nameof(IndexedCare.Part)] = file.Part,
                [nameof(IndexedCare.OpensAt)] = contact.OpensAt,
                [nameof(IndexedCare.DueAt)] = contact.DueAt,
                [nameof(IndexedCare.Result)] = contact.Result,
                [nameof(IndexedCare.CompletedAt)] = contact.CompletedAt,
                [nameof(IndexedCare.Card)] = Write(task.Card),
                [nameof(IndexedCare.Call)] = Write(task.Call),
            },
            TableUpdateMode.Replace,
            cancellation);
    }

    private static string Filter(string partition, DateTimeOffset? dueBefore, IReadOnlyList<string> conditions) => string.Join(
        " and ",
        [
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            .. dueBefore is { } before ? [TableClient.CreateQueryFilter($"RowKey lt {Stamp(before)}")] : (string[])[],
            .. conditions,
        ]);

    private static IndexedCare ToTask(TableEntity row) => new(
        row.Text(nameof(IndexedCare.Id)),
        row.Text(nameof(IndexedCare.Site)),
        row.Text(nameof(IndexedCare.Plan)),
        row.Text(nameof(IndexedCare.Mode)),
        Enum.Parse<FollowUpStatus>(row.Text(nameof(IndexedCare.Status))),
        row.Text(nameof(IndexedCare.Caller)) is { Length: > 0 } caller ? caller : null,
        row.Text(nameof(IndexedCare.Role)),
        row.Text(nameof(IndexedCare.CustomerKey)),
        row.Text(nameof(IndexedCare.SubjectId)),
        row.GetString(nameof(IndexedCare.Part)),
        row.GetDateTimeOffset(nameof(IndexedCare.OpensAt))!.Value,
        row.GetDateTimeOffset(nameof(IndexedCare.DueAt))!.Value,
        row.GetString(nameof(IndexedCare.Result)))
    {
        CompletedAt = row.GetDateTimeOffset(nameof(IndexedCare.CompletedAt)),
        Card = Read<BirthdayCard>(row.GetString(nameof(IndexedCare.Card))),
        Call = Read<BirthdayCall>(row.GetString(nameof(IndexedCare.Call))),
    };

    private static string? Write<T>(T? value)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, CaseJson.Options);

    private static T? Read<T>(string? text)
        where T : class => text is null ? null : JsonSerializer.Deserialize<T>(text, CaseJson.Options);

    private static string Stamp(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
