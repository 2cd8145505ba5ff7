using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Erasure;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Penalties;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Cases;

/// <summary>
/// The only writer of a case. Drains what is pending or due, lets the domain decide, and stores the result in one transaction
/// under the round's token; then index rows and notices follow, both idempotent. Run twice with one token it decides once.
/// </summary>
public sealed class ApplyInputs(
    CaseTable cases,
    CaseIndex index,
    NoticePublisher notices,
    PackLibrary handbooks,
    IntakeFacts facts,
    GroupFacts groups,
    StaffFacts staff,
    PenaltyRounds penalties,
    EvidenceStore evidence,
    CaseErasure erasure,
    TimeProvider time)
{
    private const int Attempts = 3;

    [Function(nameof(ApplyInputs))]
    public Task<RoundReport> Run([ActivityTrigger] RoundToken round, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        RoundSignals.MeasureAsync(round, () => ApplyAsync(round, client, cancellation));

    private async Task<RoundReport> ApplyAsync(RoundToken round, DurableTaskClient client, CancellationToken cancellation)
    {
        var end = await DecideAsync(round, await cases.ReadAsync(round.CaseId, cancellation), cancellation);
        var header = end.Header;
        if (header?.Round == round.Key)
        {
            await SpreadAsync(end, header, cancellation);
        }

        if (header is { } reopened && reopened.State.Episode > round.Episode)
        {
            await client.StartEpisodeAsync(round.CaseId, reopened.State.Episode, cancellation);
        }

        return Report(round, header?.State, end.HasMore);
    }

    private async Task<RoundEnd> DecideAsync(RoundToken round, CaseFile file, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (file.Header?.Round == round.Key)
            {
                return new RoundEnd(file.Header, HasMore: file.Inbox.Count > 0);
            }

            var state = file.Header?.State;
            if (PackOf(state, file.Inbox) is not { } pack)
            {
                return new RoundEnd(file.Header, HasMore: false);
            }

            var pending = await WithFactsAsync(pack, round.CaseId, file, cancellation);
            var now = time.GetUtcNow();
            var result = CaseRound.Play(pack, state, pending, now, state is null ? null : handbooks.SuccessorOf(state, now));
            if (result.Events.IsEmpty && result.Outcomes.IsEmpty)
            {
                return new RoundEnd(file.Header, HasMore: false);
            }

            var after = result.State is null ? null : Header(round, file.Header, result);
            var decided = file.Inbox.Where(row => result.Outcomes.Any(outcome => outcome.CommandId == row.Command.Id)).ToList();
            try
            {
                await cases.CommitAsync(round.CaseId, file.Header, after, result, decided, cancellation);
                RoundSignals.Decided(pack.Reference.Id, result, decided, time.GetUtcNow());
                return new RoundEnd(after, result.HasMore, file.Header, result.Events);
            }
            catch (TableTransactionFailedException error) when ((error.IsConflict() || error.Status == 404) && attempt < Attempts)
            {
                file = await cases.ReadAsync(round.CaseId, cancellation);
            }
        }
    }

    private static CaseHeader Header(RoundToken round, CaseHeader? before, RoundResult result)
    {
        var keys = CaseIndex.KeysOf(result.State!);
        return new CaseHeader(
            result.State!,
            round.Key,
            FirstSequence: result.State!.Sequence - result.Events.Length + 1,
            IndexRows: keys,
            StaleIndexRows: [.. (before?.IndexRows ?? []).Except(keys)],
            ETag: default);
    }

    private async Task SpreadAsync(RoundEnd end, CaseHeader header, CancellationToken cancellation)
    {
        if (end.Before is null || !CaseIndex.SaysTheSame(end.Before, header))
        {
            await index.RewriteAsync(header, cancellation);
        }

        var batch = end.Events ?? await cases.ReadEventsAsync(header.State.CaseId, header.FirstSequence, header.State.Sequence, cancellation);
        await notices.PublishAsync(header.State, batch, cancellation);
        await penalties.FileAsync(header.State, header.FirstSequence, cancellation);
        if (header.State.AnonymisedAt is not null)
        {
            await erasure.EraseAsync(header, cancellation);
        }
    }

    private PolicyPack? PackOf(CaseState? state, IReadOnlyList<InboxRow> inbox) =>
        state is not null ? handbooks.Pinned(state.Pack)
        : inbox.Select(row => row.Command.Command).OfType<ReceiveCase>().FirstOrDefault() is { } receive ? handbooks.Pinned(receive.Pack)
        : null;

    private Task<PendingCommand[]> WithFactsAsync(PolicyPack pack, string caseId, CaseFile file, CancellationToken cancellation) =>
        Task.WhenAll(file.Inbox.Select(row => WithFactsAsync(pack, caseId, file.Header?.State, row.Command, isAlone: file.Inbox.Count == 1, cancellation)));

    private async Task<PendingCommand> WithFactsAsync(
        PolicyPack pack, string caseId, CaseState? state, PendingCommand pending, bool isAlone, CancellationToken cancellation) =>
        await staff.AddAsync(pack, state, await WithOwnFactsAsync(pack, caseId, state, pending, isAlone, cancellation), cancellation);

    private async Task<PendingCommand> WithOwnFactsAsync(
        PolicyPack pack, string caseId, CaseState? state, PendingCommand pending, bool isAlone, CancellationToken cancellation) => pending.Command switch
        {
            ReceiveCase receive => pending with { Facts = await facts.OfAsync(pack, pending, receive, cancellation) },
            JoinGroup join when state is not null => pending with
            {
                Facts = (pending.Facts ?? new CaseFacts()) with { Incident = await groups.OfAsync(state, join, cancellation) },
            },
            RecordCharge charge when state is not null => pending with
            {
                Facts = (pending.Facts ?? new CaseFacts()) with
                {
                    InWarranty = await facts.IsInWarrantyAsync(state, cancellation),
                    Photos = charge.HumanDamage ? await PhotosAsync(caseId, cancellation) : null,
                },
            },
            var command when Gates.AskForPhotos(pack, isAlone ? state : null, command) => pending with
            {
                Facts = (pending.Facts ?? new CaseFacts()) with { Photos = await PhotosAsync(caseId, cancellation) },
            },
            _ => pending,
        };

    private async Task<IReadOnlyList<PhotoFact>> PhotosAsync(string caseId, CancellationToken cancellation) =>
        [.. (await evidence.ListAsync(caseId, cancellation)).Select(photo => new PhotoFact(photo.Phase, photo.UploadedAt))];

    private RoundReport Report(RoundToken round, CaseState? state, bool hasMore) => new(
        WakeAt: hasMore ? time.GetUtcNow().UtcDateTime : state?.NextWakeAt?.UtcDateTime,
        Finished: state is null || state.Episode > round.Episode || (state.IsClosed && !hasMore),
        Status: new EpisodeStatus(state?.Status.ToString() ?? "None", state?.Owner, state?.NextDueAt));

    /// <summary>How a round ended.</summary>
    /// <param name="Header">After it: the old one when there was nothing to decide, null when no case came of it.</param>
    /// <param name="HasMore">Something waits for the next round.</param>
    /// <param name="Before">The header it was decided on; null when this run did not decide, since how far an earlier one got nobody knows.</param>
    /// <param name="Events">What it decided; null as above.</param>
    private sealed record RoundEnd(CaseHeader? Header, bool HasMore, CaseHeader? Before = null, IReadOnlyList<CaseEvent>? Events = null);
}
