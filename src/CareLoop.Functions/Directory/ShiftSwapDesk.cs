using CareLoop.Domain.Directory;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Directory;

/// <summary>
/// Files exchanges of shifts as entries of the directory, since they change who is on duty; each turn has one row, so two colleagues cannot
/// both get it. People are told after it is written, by the same request: a repeated submission tells what a crash prevented.
/// </summary>
public sealed class ShiftSwapDesk(DirectoryTable table, StaffDirectory directory)
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
}
