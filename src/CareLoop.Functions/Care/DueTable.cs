using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using CareLoop.Domain.Time;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Care;

/// <summary>Something to look at when its time comes.</summary>
/// <param name="At">Not before then.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Subject">Its id.</param>
/// <param name="FiledAt">When it was filed.</param>
public sealed record DueItem(DateTimeOffset At, string Kind, string Subject, DateTimeOffset FiledAt)
{
    /// <summary>A care task: time may have changed it, or what it had to say is not out yet.</summary>
    public const string Task = "task";

    /// <summary>People's reminders of the day.</summary>
    public const string Reminders = "reminders";

    /// <summary>Closed cases whose time of keeping is over.</summary>
    public const string Retention = "retention";

    /// <summary>A penalty proposal: somebody may have to be reminded, or what a decision led to is not there yet.</summary>
    public const string Penalty = "penalty";

    /// <summary>A site whose duties may have been missed since.</summary>
    public const string Duties = "duties";

    /// <summary>A customer without a case who is being erased.</summary>
    public const string Erasure = "erasure";

    /// <summary>A customer's subject: tasks may have to be planned.</summary>
    public const string Plan = "plan";
}

/// <summary>
/// Table <c>due</c>: what to look at, and when. Partition = day in Shanghai and bucket, row = time and subject. A row says only "look";
/// what is to be done follows from the thing itself, so a row too many costs a read and nothing else. One too few would lose a
/// reminder: it is filed before the work and deleted after it.
/// </summary>
public sealed class DueTable(Tables tables, TimeProvider time)
{
    /// <summary>Spreads what is filed for one day over several partitions.</summary>
    private const int Buckets = 4;

    /// <summary>A row filed less than this ago may belong to work that is under way; whoever does it deletes the row himself.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(10);

    /// <summary>Files that something is to be looked at. Filing it twice is filing it once.</summary>
    public async Task<DueItem> FileAsync(DateTimeOffset at, string kind, string subject, CancellationToken cancellation)
    {
        var item = new DueItem(at, kind, subject, time.GetUtcNow());
        await tables.Due.UpsertEntityAsync(ToRow(item), TableUpdateMode.Replace, cancellation);
        return item;
    }

    /// <summary>The work is done.</summary>
    public Task DoneAsync(DueItem item, CancellationToken cancellation)
    {
        var row = ToRow(item);
        return tables.Due.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    /// <summary>The timer has looked; what somebody may still be working on stays for its next round.</summary>
    public Task SeenAsync(DueItem item, CancellationToken cancellation) =>
        item.FiledAt > time.GetUtcNow() - UnderWay ? Task.CompletedTask : DoneAsync(item, cancellation);

    /// <summary>Everything whose time has come, in the order of days; what a pause of any length left undone too, because only what is done is deleted.</summary>
    public async IAsyncEnumerable<DueItem> ReadAsync(
        DateTimeOffset now, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {Day(now.AddDays(1))} and RowKey lt {Stamp(now.AddTicks(1))}");
        await foreach (var row in tables.Due.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return new DueItem(
                row.GetDateTimeOffset("At")!.Value, row.Text("Kind"), row.Text("Subject"), row.GetDateTimeOffset("FiledAt")!.Value);
        }
    }

    private static TableEntity ToRow(DueItem item) => new(
        $"{Day(item.At)}|{SHA256.HashData(Encoding.UTF8.GetBytes(item.Subject))[0] % Buckets}", $"{Stamp(item.At)}-{item.Kind}-{item.Subject}")
    {
        ["At"] = item.At,
        ["Kind"] = item.Kind,
        ["Subject"] = item.Subject,
        ["FiledAt"] = item.FiledAt,
    };

    private static string Day(DateTimeOffset at) => ChinaTime.Date(at).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
