using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Penalties;

/// <summary>
/// Changes proposals. What a case says follows from its own record, so a round that is repeated files the same; what follows from a decision
/// stands as a row in table <c>due</c> from before it is written until it is done. So a crash between any two lines leaves something that
/// is looked at again, and every step may be done twice.
/// </summary>
public sealed class PenaltyRounds(
    PenaltyTable table, DueTable due, CareRounds care, NoticePublisher notices, StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    private const char Separator = '|';

    /// <summary>Files what a case has come to say since a line of its timeline, and tells those who decide.</summary>
    public async Task FileAsync(CaseState state, int firstSequence, CancellationToken cancellation)
    {
        var pack = handbooks.Pinned(state.Pack);
        foreach (var ground in state.PenaltyGrounds.Where(ground => ground.Sequence >= firstSequence).OrderBy(ground => ground.Stands))
        {
            var id = PenaltyTable.IdOf(state, PenaltyBook.Find(pack, ground.Rule), ground.Person);
            if (await PutAsync(pack, id, state, ground, cancellation) is { } filed && PenaltyDecider.Tells(filed, state.CaseId, ground.Sequence) is { } kind)
            {
                await TellAsync(filed, kind, state.CaseId, ground.Sequence, ground.At, cancellation);
            }
        }
    }

    /// <summary>Confirms or dismisses; the same order again changes nothing.</summary>
    /// <param name="before">The proposal as it was read.</param>
    /// <param name="caller">Who decides.</param>
    /// <param name="confirmed">Confirmed, or dismissed.</param>
    /// <param name="reason">Why it is dismissed.</param>
    /// <param name="order">The request.</param>
    /// <param name="cancellation">Ends the attempt; the watch completes what was begun.</param>
    /// <exception cref="ApiProblem">The key was used for something else.</exception>
    public async Task<(PenaltyProposal? After, PenaltyRefusal? Refusal)> DecideAsync(
        StoredPenalty before, Caller caller, bool confirmed, string? reason, PenaltyOrder order, CancellationToken cancellation)
    {
        var (now, organisation, id) = (time.GetUtcNow(), before.Proposal.Organisation, before.Proposal.Id);
        var mark = await due.FileAsync(now, DueItem.Penalty, SubjectOf(before.Proposal), cancellation);
        for (var stored = before; ; stored = (await table.FindAsync(organisation, id, cancellation))!)
        {
            if (stored.Order?.Id == order.Id)
            {
                await FinishAsync(stored.Proposal, mark, cancellation);
                return stored.Order.BodyHash == order.BodyHash ? (stored.Proposal, null) : throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
            }

            var mayDecide = await MayDecideAsync(stored.Proposal, caller, cancellation);
            var (after, refusal) = PenaltyDecider.Decide(stored.Proposal, caller.Actor.Id, mayDecide, confirmed, reason, now);
            if (after is null)
            {
                await due.DoneAsync(mark, cancellation);
                return (null, refusal);
            }

            if (await table.WriteAsync(stored, after, order, cancellation))
            {
                await FinishAsync(after, mark, cancellation);
                return (after, null);
            }
        }
    }

    /// <summary>What the watch does about a proposal whose time has come, or after a decision whose host died.</summary>
    public async Task PassAsync(string subject, CancellationToken cancellation)
    {
        var parts = subject.Split(Separator);
        if (await table.FindAsync(parts[0], parts[1], cancellation) is not { Proposal: var proposal })
        {
            return;
        }

        await FollowAsync(proposal, cancellation);
        var remindAt = PenaltyDecider.RemindAt(handbooks.Pinned(proposal.Pack), proposal);
        if (proposal.Status == PenaltyStatus.Pending && remindAt <= time.GetUtcNow())
        {
            await TellAsync(proposal, NoticeKinds.PenaltyDue, proposal.RaisedBy.CaseId, proposal.RaisedBy.Sequence, remindAt, cancellation);
        }
    }

    /// <summary>The id of the task that follows from a confirmed proposal of coaching; null for other proposals, and before.</summary>
    public static string? CoachingOf(PenaltyProposal proposal, PenaltyRule rule) =>
        rule.Kind == PenaltyKind.CoachingTask && proposal.Status == PenaltyStatus.Confirmed ? CareIds.Of(proposal.Organisation, SubjectIdOf(proposal), rule.Id) : null;

    private async Task<PenaltyProposal?> PutAsync(PolicyPack pack, string id, CaseState state, PenaltyGround ground, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await table.FindAsync(state.Organisation, id, cancellation);
            var after = PenaltyDecider.Put(pack, id, stored?.Proposal, state, ground);
            if (after is null || ReferenceEquals(after, stored?.Proposal))
            {
                return after;
            }

            if (after.Status == PenaltyStatus.Pending && PenaltyDecider.RemindAt(pack, after) is var remindAt && remindAt > after.ProposedAt)
            {
                await due.FileAsync(remindAt, DueItem.Penalty, SubjectOf(after), cancellation);
            }

            if (await table.WriteAsync(stored, after, stored?.Order, cancellation))
            {
                return after;
            }
        }
    }

    private async Task FinishAsync(PenaltyProposal proposal, DueItem mark, CancellationToken cancellation)
    {
        await FollowAsync(proposal, cancellation);
        await due.DoneAsync(mark, cancellation);
    }

    /// <summary>A confirmed coaching is a task of whoever confirmed it. The task says nothing of whom it is about: the proposal does, to those who may read it.</summary>
    private async Task FollowAsync(PenaltyProposal proposal, CancellationToken cancellation)
    {
        var pack = handbooks.Pinned(proposal.Pack);
        if (CoachingOf(proposal, PenaltyBook.Find(pack, proposal.Rule)) is not { } id)
        {
            return;
        }

        // It belongs to no customer: as for other duties of a site, the site stands in his place.
        var (decision, site) = (proposal.Decision!, $"site-{proposal.Site}");
        var task = CarePlanning.Task(pack, CarePlanBook.Find(pack, proposal.Rule), id, site, decision.By, decision.At);
        var file = new CareFile
        {
            Organisation = proposal.Organisation,
            Site = proposal.Site,
            SubjectId = SubjectIdOf(proposal),
            Anchor = decision.At,
            Task = task,
        };
        await care.PlanAsync(file, Actor.System, cancellation);
    }

    private async Task<bool> MayDecideAsync(PenaltyProposal proposal, Caller caller, CancellationToken cancellation)
    {
        var deciders = await DecidersAsync(proposal, cancellation);
        return caller.Sites.Contains(proposal.Site) && (deciders.Count == 0 ? caller.Is(CallerKinds.Manager) : deciders.Contains(caller.Actor.Id));
    }

    private async Task<IReadOnlyList<string>> DecidersAsync(PenaltyProposal proposal, CancellationToken cancellation)
    {
        var pack = handbooks.Pinned(proposal.Pack);
        return PenaltyAuthority.Deciders(
            pack,
            PenaltyBook.Find(pack, proposal.Rule),
            proposal.Site,
            proposal.Person,
            await directory.GetAsync(cancellation),
            ChinaTime.Date(time.GetUtcNow()));
    }

    private async Task TellAsync(PenaltyProposal proposal, string kind, string caseId, int sequence, DateTimeOffset at, CancellationToken cancellation)
    {
        var about = new PenaltyAbout(proposal.Rule, proposal.Person, proposal.Month, proposal.DecideBy);
        await notices.PublishAsync(
            [
                .. (await DecidersAsync(proposal, cancellation)).Select(person => new NoticeMessage(
                    proposal.Organisation, proposal.Site, caseId, sequence, kind, Recipient.Person(person), DeadlineId: null, at) { About = about.Write() }),
            ],
            cancellation);
    }

    private static string SubjectOf(PenaltyProposal proposal) => $"{proposal.Organisation}{Separator}{proposal.Id}";

    private static string SubjectIdOf(PenaltyProposal proposal) => $"penalty-{proposal.Id}";
}
