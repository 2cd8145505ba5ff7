using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.FollowUps;
using CareLoop.Domain.Words;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.FollowUps;

/// <summary>
/// Tells every person once a day how many follow-ups are to be made today. Safe to run twice or late:
/// the inbox entry is keyed by person and day, and what is due is worked out from the cases, not from the timer.
/// </summary>
public sealed class FollowUpDigest(StaffDirectory directory, CaseIndex index, InboxTable inbox, TimeProvider time)
{
    internal const string Kind = "followups.today";

    [Function(nameof(FollowUpDigest))]
    public async Task Run([TimerTrigger("%FollowUpDigestSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var people = await directory.GetAsync(cancellation);
        Dictionary<string, int> counts = [];
        foreach (var site in people.Sites)
        {
            await foreach (var row in index.ReadAsync(CaseIndex.Open(people.Organisation.Id, site.Id), cancellation))
            {
                if (FollowUpDay.Statuses.Contains(row.Status) && FollowUpDay.IsForToday(row.FollowUpOpensAt, now) && row.FollowUpCaller is { } caller)
                {
                    counts[caller] = counts.GetValueOrDefault(caller) + 1;
                }
            }
        }

        var day = FollowUpDay.Of(now);
        foreach (var (caller, count) in counts)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{Kind}-{day:yyyyMMdd}");
            await inbox.AddAsync(
                people.Organisation.Id, new InboxEntry(id, caller, CaseId: null, Sequence: 0, Kind, FollowUpDay.StartOf(day), DeadlineId: null, count), cancellation);
        }
    }

    internal static LocalText TextOf(int count) => new($"您今天有 {count} 个回访任务,请按时完成。", $"You have {count} follow-ups to make today.");
}
