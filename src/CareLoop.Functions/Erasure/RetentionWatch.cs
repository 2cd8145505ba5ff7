using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Care;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Erasure;

/// <summary>
/// Looks once a night for closed cases whose time of keeping is over (COM-ARC-03) and has them anonymised. A case leaves the list of closed
/// ones when that is decided, so whatever a pause of any length left undone is simply still there.
/// </summary>
public sealed class RetentionWatch(
    StaffDirectory directory, CaseIndex index, CaseTable cases, LateCommands late, DueTable due, PackLibrary handbooks, TimeProvider time)
{
    internal const string Kind = "retention.tonight";

    /// <summary>Cases one run begins with: the rest waits for the next minute, so that nothing else has to wait for them.</summary>
    private const int AtOnce = 25;

    private static readonly TimeSpan Night = new(3, 0, 0);

    private DateTimeOffset? filed;

    /// <summary>Asks for the next night; asking again changes nothing.</summary>
    public async Task AskAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var next = ChinaTime.At(ChinaTime.Date(now), Night) is var tonight && tonight > now ? tonight : ChinaTime.At(ChinaTime.Date(now).AddDays(1), Night);
        if (filed != next)
        {
            await due.FileAsync(next, DueItem.Retention, Kind, cancellation);
            filed = next;
        }
    }

    /// <summary>Begins with what is due; false when there is more.</summary>
    public async Task<bool> WorkAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var people = await directory.GetAsync(cancellation);
        var until = ChinaTime.Date(now).AddYears(-handbooks.Packs.Min(pack => pack.Retention.Years));
        var begun = 0;
        foreach (var site in people.Sites)
        {
            await foreach (var row in index.ReadClosedUntilAsync(people.Organisation.Id, site.Id, until, cancellation))
            {
                if (await cases.FindAsync(row.CaseId, cancellation) is not { } header || !IsDue(header.State, now))
                {
                    continue;
                }

                await AnonymiseAsync(header, now, client, cancellation);
                if (++begun == AtOnce)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool IsDue(CaseState state, DateTimeOffset now) =>
        state.AnonymisedAt is null && Retention.Bar(state) is null && Retention.EndsAt(handbooks.Pinned(state.Pack), state) <= now;

    private Task AnonymiseAsync(CaseHeader header, DateTimeOffset now, DurableTaskClient client, CancellationToken cancellation) =>
        ErasureCommand.GiveAsync(cases, late, header, AnonymiseCause.RetentionEnded, now, client, cancellation);
}
