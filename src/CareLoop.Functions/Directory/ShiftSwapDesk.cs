using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;
using CareLoop.Functions.Notifications;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Files exchanges of shifts as entries of the directory, since they change who is on duty; each turn has one row, so two colleagues cannot
/// both get it. People are told after it is written, under a key of the request, so a repeated submission tells what a crash prevented.
/// </summary>
public sealed class ShiftSwapDesk(DirectoryTable table, StaffDirectory directory, InboxTable inbox, DutyNotices duties)
{
    private const int Attempts = 3;

    /// <summary>Reads what there is of a turn, decides on it and writes the result.</summary>
    /// <param name="decide">The decision on the directory and the exchange as they are now.</param>
    /// <exception cref="ApiProblem">Refused, or others were faster again and again.</exception>
    public async Task<ShiftSwap> DecideAsync(
        string organisation,
        string id,
        Func<DirectorySnapshot, ShiftSwap?, (ShiftSwap? Swap, SwapRefusal? Refusal)> decide,
        CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            directory.Forget();
            var people = await directory.GetAsync(cancellation);
            var stored = await table.FindAsync(organisation, DirectoryKinds.Swap, id, cancellation);
            var before = stored?.Read<ShiftSwap>();
            var (after, refusal) = decide(people, before);
            if (refusal is { } reason)
            {
                throw SwapProblems.Of(reason);
            }

            var row = new DirectoryRow(DirectoryKinds.Swap, id, DirectoryRow.Write(after!), (stored?.Version ?? 0) + 1, IsSeed: false, IsDeleted: false);
            if (after == before || await table.ReplaceAsync(organisation, stored, row, cancellation))
            {
                directory.Forget();
                return after!;
            }
        }

        throw new ApiProblem(ProblemKind.EntryChanged);
    }

    /// <summary>Tells the colleague who was asked.</summary>
    public Task AskedAsync(string organisation, string site, ShiftSwap swap, CancellationToken cancellation) =>
        TellAsync(organisation, site, swap, DutyTexts.SwapAsked, [swap.Requests[^1].Partner], swap.Requests[^1].AskedAt, cancellation);

    /// <summary>Tells whoever asked, and those who lead the site.</summary>
    public Task AnsweredAsync(string organisation, string site, ShiftSwap swap, DirectorySnapshot people, CancellationToken cancellation)
    {
        var last = swap.Requests[^1];
        return TellAsync(
            organisation, site, swap, last.Agreed == true ? DutyTexts.SwapAgreed : DutyTexts.SwapRefused,
            [swap.Asker, .. duties.Supervisors(people, site, last.AnsweredAt!.Value)], last.AnsweredAt!.Value, cancellation);
    }

    private async Task TellAsync(
        string organisation, string site, ShiftSwap swap, string kind, IEnumerable<string> recipients, DateTimeOffset at, CancellationToken cancellation)
    {
        foreach (var recipient in recipients.Distinct())
        {
            await inbox.AddAsync(
                organisation, new InboxEntry($"{kind}-{swap.Id}", recipient, CaseId: null, Sequence: 0, kind, at, DeadlineId: null, Count: 1, site), cancellation);
        }
    }
}
