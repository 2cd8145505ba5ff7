using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Penalties;

/// <summary>Looks up what a decision has to know when a command names a colleague: whether there is such a person, and whether it happened before.</summary>
public sealed class StaffFacts(StaffDirectory directory, PenaltyTable penalties, CaseTable cases)
{
    /// <summary>The command with the facts it needs; they are recorded with the event.</summary>
    public async Task<PendingCommand> AddAsync(PolicyPack pack, CaseState? state, PendingCommand pending, CancellationToken cancellation)
    {
        if (state is null || Named(pending.Command) is not ({ } person, var cause) || (await directory.GetAsync(cancellation)).FindStaff(person) is null)
        {
            return pending;
        }

        var facts = (pending.Facts ?? new CaseFacts()) with { KnownStaff = person };
        return cause is not null && PenaltyBook.RepeatDays(pack) is { } days
            ? pending with { Facts = facts with { EarlierError = await EarlierAsync(state, person, cause, pending.AcceptedAt, days, cancellation) } }
            : pending with { Facts = facts };
    }

    private static (string? Person, string? Cause) Named(CaseCommand command) => command switch
    {
        Classify classify => (classify.Staff, null),
        RecordRootCause record => (record.Staff, record.RootCause),
        Archive archive => (archive.Staff, archive.RootCause),
        _ => (null, null),
    };

    /// <summary>
    /// The latest earlier case of the same mistake. The mistake is filed before others are looked for, so that of two at one time the later
    /// one sees the earlier; a filed one counts only if its case says so, since a command may have been refused or corrected.
    /// </summary>
    private async Task<string?> EarlierAsync(CaseState state, string person, string cause, DateTimeOffset at, int days, CancellationToken cancellation)
    {
        await penalties.FileErrorAsync(state, person, cause, at, cancellation);
        var earlier = await penalties.EarlierErrorsAsync(state, person, cause, at.AddDays(-days), at, cancellation);
        foreach (var other in earlier.Reverse())
        {
            var file = await cases.ReadAsync(other, cancellation);
            if (Says(file.Header?.State, person, cause) || file.Inbox.Any(row => Named(row.Command.Command) == (person, cause)))
            {
                return other;
            }
        }

        return null;
    }

    // A case that was opened again has no cause for now; what was found the first time stands until it is corrected.
    private static bool Says(CaseState? state, string person, string cause) =>
        state is { RootCause: null, ReopenedAt: not null } || (state?.RootCause == cause && state.AtFault == person);
}
