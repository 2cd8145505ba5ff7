using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Notifications;

namespace CareLoop.Functions.Care;

/// <summary>
/// Changes care tasks. A row in table <c>due</c> stands for every change from before it begins until everything it led to is out, so a
/// crash between any two lines leaves a row that the watch finds; and every step may be done twice.
/// </summary>
public sealed class CareRounds(
    CareTable table, CareIndex index, DueTable due, CareFactsReader facts, NoticePublisher notices, PackLibrary handbooks, TimeProvider time)
{
    /// <summary>Files a new task, or moves one that counts from another date now; what stands already stays.</summary>
    public async Task PlanAsync(CareFile planned, Actor actor, CancellationToken cancellation)
    {
        var (pack, id) = (handbooks.Pinned(planned.Task.Pack), planned.Task.Id);
        var now = time.GetUtcNow();
        var mark = await due.FileAsync(now, DueItem.Task, id, cancellation);
        if (await table.FindAsync(id, cancellation) is not { } stored)
        {
            var (file, lines) = After(planned, CareDecider.Planned(pack, planned.Task, actor, now), words: null);
            await table.CommitAsync(before: null, file, lines, outcome: null, cancellation);
        }
        else if (stored.File.Anchor != planned.Anchor)
        {
            var moved = CareDecider.Move(handbooks.Pinned(stored.File.Task.Pack), stored.File.Task, planned.Task, actor, now);
            var (file, lines) = After(stored.File with { Anchor = planned.Anchor }, moved, words: null);
            if (!moved.Events.IsEmpty && await table.CommitAsync(stored, file, lines, outcome: null, cancellation))
            {
                await index.ForgetAsync(stored.File, cancellation);
            }
        }

        await PassAsync(id, cancellation);
        await due.DoneAsync(mark, cancellation);
    }

    /// <summary>Lets time act on a task and sends what it has to say.</summary>
    public async Task PassAsync(string id, CancellationToken cancellation)
    {
        while (await table.FindAsync(id, cancellation) is { File: var file } stored)
        {
            var now = time.GetUtcNow();
            var passed = CareDecider.Pass(handbooks.Pinned(file.Task.Pack), file.Task, now, await facts.OfAsync(file, now, cancellation));
            if (passed.Events.IsEmpty)
            {
                await FinishAsync(stored, cancellation);
                return;
            }

            var (after, lines) = After(file, passed, words: null);
            await table.CommitAsync(stored, after, lines, outcome: null, cancellation);
        }
    }

    /// <summary>Ends a task for good: nobody is to be contacted any more. A finished one is left as it is.</summary>
    public async Task CancelAsync(string id, Actor actor, CancellationToken cancellation)
    {
        while (await table.FindAsync(id, cancellation) is { File.Task.IsOpen: true } stored)
        {
            var cancelled = CareDecider.Cancel(handbooks.Pinned(stored.File.Task.Pack), stored.File.Task, actor, time.GetUtcNow());
            var (file, lines) = After(stored.File, cancelled, words: null);
            await table.CommitAsync(stored, file, lines, outcome: null, cancellation);
        }

        await PassAsync(id, cancellation);
    }

    /// <summary>Applies a command; the same one again changes nothing.</summary>
    /// <param name="id">The task.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="outcome">The command's id, and the hash of what brought it.</param>
    /// <param name="words">The sealed words that go with it, if any.</param>
    /// <param name="cancellation">Ends the attempt; the watch completes what was begun.</param>
    /// <returns>Why it was refused, or null.</returns>
    public async Task<Refusal?> DoAsync(string id, CareCommand command, Actor actor, CareOutcome outcome, byte[]? words, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var mark = await due.FileAsync(now, DueItem.Task, id, cancellation);
        Refusal? refusal = null;
        while (await table.FindOutcomeAsync(id, outcome.Id, cancellation) is null && await table.FindAsync(id, cancellation) is { File: var file } stored)
        {
            var decision = CareDecider.Decide(
                handbooks.Pinned(file.Task.Pack), file.Task, command, actor, now, await facts.OfAsync(file, now, cancellation));
            if (decision is CareDecision.Refused refused)
            {
                refusal = refused.Refusal;
                break;
            }

            var (after, lines) = After(file, (CareDecision.Applied)decision, words);
            if (await table.CommitAsync(stored, after, lines, outcome, cancellation))
            {
                break;
            }
        }

        await PassAsync(id, cancellation);
        await due.DoneAsync(mark, cancellation);
        return refusal;
    }

    /// <summary>Everything that follows from a task as it stands: where it is listed, who is told, when to look at it again.</summary>
    private async Task FinishAsync(StoredCare stored, CancellationToken cancellation)
    {
        var file = stored.File;
        if (file.Task is { IsOpen: true, NextMoment: { } next })
        {
            await due.FileAsync(next, DueItem.Task, stored.Id, cancellation);
        }

        await index.WriteAsync(file, cancellation);
        if (file.Told < file.Sequence)
        {
            await notices.PublishAsync(file, await table.ReadLinesAsync(stored.Id, file.Told + 1, cancellation), cancellation);

            // When somebody else was faster, he has told it too, or will tell it once more: inboxes are keyed by line.
            await table.CommitAsync(stored, file with { Told = file.Sequence }, [], outcome: null, cancellation);
        }
    }

    // The words belong to the last line: what the command itself did; what time had done before it comes first.
    private static (CareFile File, IReadOnlyList<CareLine> Lines) After(CareFile before, CareDecision.Applied decision, byte[]? words)
    {
        var lines = decision.Events.Select((item, position) => new CareLine(before.Sequence + position + 1, item)
        {
            Words = position == decision.Events.Length - 1 ? words : null,
        });
        return (before with { Task = decision.Task, Sequence = before.Sequence + decision.Events.Length }, [.. lines]);
    }
}
