using System.Text.Json;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CareLoop.Domain.Tests.Properties;

/// <summary>What holds in every case, whatever people try in whatever order.</summary>
public sealed class CaseProperties
{
    private const int StateLimit = 30_000; // characters: 60 KB as the UTF-16 string of one table property

    [Fact]
    public void Every_command_is_applied_or_refused_with_a_reason_and_nothing_is_ever_stuck()
    {
        var seen = new HashSet<(CaseStatus, bool Reopened)>();
        Check(steps =>
        {
            var telling = new Telling(Packs.Mall);
            foreach (var step in steps)
            {
                telling.Tell(step);
                seen.Add(telling.Place);
            }

            telling.CheckTimeline();
            telling.DriveToTheEnd();
            telling.CheckTimeline();
        });

        // The stories must get around, or the property says nothing. Of the 22 or so places they find, the rarest are missed now and then.
        Assert.True(seen.Count >= 16, string.Join(", ", seen));
    }

    [Theory]
    [InlineData("property-management", null)]
    [InlineData("e-commerce", null)]
    [InlineData("education-membership", null)]
    [InlineData("after-sales-network", null)]
    [InlineData("real-estate-developer", null)]
    [InlineData("project-service", null)]
    [InlineData("project-service", "contact-centre")]
    [InlineData("retail-service", "store")]
    [InlineData("retail-service", "tobacco")]
    public void The_same_holds_in_every_other_handbook(string pack, string? profile) => Check(
        steps =>
        {
            var telling = new Telling(Packs.Of(pack, profile));
            foreach (var step in steps.Where(s => s.What != Story.OtherRules))
                telling.Tell(step);
            telling.CheckTimeline();
            telling.DriveToTheEnd();
            telling.CheckTimeline();
        },
        30);

    private static void Check(Action<Step[]> property, int tests = 300) =>
        Prop.ForAll(Story.Any, property).Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithEndSize(60));

    /// <summary>Plays a generated story and checks the invariants after every step.</summary>
    private sealed class Telling
    {
        private PolicyPack _pack;
        private readonly List<CaseEvent> _timeline = [];
        private CaseState _state;
        private DateTimeOffset _now = At.China("2026-03-04 10:12");
        private readonly List<PhotoFact> _photos = [];
        private int _commands;

        public Telling(PolicyPack pack)
        {
            _pack = pack;
            var receive = new ReceiveCase(
                "MALL-20260304-7K3QF2M9X", "demo", "site-1", pack.Reference, pack.Channels.Contains("WeChat") ? "WeChat" : pack.Channels[^1], Scene.Customer.Id);
            var result = CaseRound.Play(pack, null, [Pending(_now, Scene.Customer, receive)], _now);
            _state = result.State!;
            _timeline.AddRange(result.Events);
        }

        public (CaseStatus Status, bool Reopened) Place => (_state.Status, _state.ReopenedAt is not null);

        public void Tell(Step step)
        {
            _now = _now.AddMinutes(step.Minutes);
            if (step.What == Story.OtherRules)
                Change(MallVariants.All[step.Detail % MallVariants.All.Length]);
            else if (step.What == Story.NextSensible)
                Play(Pending(_now, Story.Worker(_pack, _state), NextStep()));
            else
                Play(Pending(_now.AddMinutes(-step.Late), Story.In(_pack, Story.People[step.Who]), Story.In(_pack, Story.Commands[step.What](_now, step.Detail), step.Detail)));
        }

        public void CheckTimeline()
        {
            Assert.Equal(Enumerable.Range(1, _timeline.Count), _timeline.Select(e => e.Sequence));
            Assert.True(_timeline.Zip(_timeline.Skip(1)).All(p => p.First.At <= p.Second.At), "Time ran backwards.");
            Assert.All(_timeline.Where(e => e.Type is "DeadlineBreached" or "DeadlineWarned").GroupBy(e => (e.Type, e.Data["deadline"])), g => Assert.Single(g));
            var json = JsonSerializer.Serialize(_state, CaseJson.Options);
            Assert.True(json.Length <= StateLimit, $"The state has {json.Length} characters.");
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<CaseState>(json, CaseJson.Options), CaseJson.Options));
        }

        /// <summary>However it stands, ordinary work brings it to its end.</summary>
        public void DriveToTheEnd()
        {
            for (var turns = 0; !_state.IsClosed; turns++)
            {
                Assert.True(turns < 30, $"Stuck in {_state.Status}.");
                _now = _state.FollowUp is { Result: null, OpensAt: var opens } && opens > _now ? opens : _now.AddMinutes(1);
                var outcome = Play(Pending(_now, Story.Worker(_pack, _state), NextStep()));
                // What opens one gate may stand before another: the money of a repair is confirmed after its photo.
                for (var gates = 0; gates < 4 && outcome.Refusal is { Reason: RefusalReason.GateOpen } shut; gates++)
                    outcome = Open(shut);
                // A week without the customer's answer may close the case in the very minute somebody works on it.
                if (!_state.IsClosed)
                    Assert.Null(outcome.Refusal);
            }
        }

        // Whatever a gate asks for can be brought, one after the other.
        private CommandOutcome Open(Refusal shut)
        {
            CommandOutcome? last = null;
            foreach (var missing in shut.Allowed)
            {
                last = missing.Split('.') switch
                {
                    ["photos", var phase] => Photograph(phase),
                    ["payment"] => Play(Pending(_now, Story.Worker(_pack, _state), new Pay(_state.Solution!.AmountInFen!.Value))),
                    ["paymentConfirmation"] => Play(Pending(_now, Scene.Customer, new ConfirmPayment())),
                    ["recoveryClaim"] => Play(Pending(_now, Story.Worker(_pack, _state), new OpenRecovery("Deposit"))),
                    [var list, var item] => Play(Pending(_now, Story.Worker(_pack, _state), new RecordChecks(list, [item]))),
                    _ => Play(Pending(_now, Story.Worker(_pack, _state), new Note(missing))),
                };
                if (last?.Refusal is not null)
                    return last;
            }

            return last ?? Play(Pending(_now, Story.Worker(_pack, _state), NextStep()));
        }

        private CommandOutcome? Photograph(string phase)
        {
            _photos.Add(new(phase, _now));
            return null;
        }

        private CaseCommand NextStep() => _state.Status switch
        {
            CaseStatus.Registered => Story.Classified(_pack, _pack.ProvisionalType, 4) with { Severity = "Ordinary" },
            CaseStatus.Implementing when _pack.Type(_state.Type).ConfirmBeforeFeedback && !_state.Milestones.Contains(EventTypes.CustomerConfirmed) =>
                new Note(EventTypes.CustomerConfirmed),
            CaseStatus.Classified => new StartInvestigation(),
            CaseStatus.WaitingCustomer => new Supplement(),
            CaseStatus.SolutionProposed => new AgreeSolution(_now.AddDays(1)),
            CaseStatus.FollowUpPending => new RecordFollowUp("Satisfied", _state.FollowUp!.Mode, "Agreed"),
            CaseStatus.FeedbackGiven or CaseStatus.FollowUpCompleted when _state.Deadlines.Any(d => d is { Purpose: DeadlinePurpose.Authority, EndedAt: null }) =>
                new Note(EventTypes.AuthorityAnswered),
            CaseStatus.FeedbackGiven or CaseStatus.FollowUpCompleted => new Archive("StructuralDefect", "MerchantNotResponding", Improvement: true),
            CaseStatus.Archived => new Reopen(),
            CaseStatus.WaitingThirdParty => new CloseThirdParty(true),
            CaseStatus.AwaitingApproval when _state.Approval is null => new SubmitApproval(Reason()),
            CaseStatus.AwaitingApproval => new DecideApproval(true),
            _ => new GiveFeedback(),
        };

        private string? Reason() =>
            _pack.Approvals.First(a => _state.Solution is { } solution ? a.SolutionKinds.Contains(solution.Kind) : a.Types.Contains(_state.Type)).Reasons.FirstOrDefault();

        private PendingCommand Pending(DateTimeOffset acceptedAt, Actor actor, CaseCommand command) =>
            new($"c{++_commands}", actor, acceptedAt, null, null, command, new(Photos: [.. _photos], KnownStaff: (command as RecordRootCause)?.Staff == "zhou-jie" ? "zhou-jie" : null));

        private CommandOutcome Play(PendingCommand pending)
        {
            var before = _state;
            var result = CaseRound.Play(_pack, _state, [pending], _now);
            _state = result.State!;
            _timeline.AddRange(result.Events);
            var outcome = Assert.Single(result.Outcomes);
            if (outcome.Refusal is { } refusal)
                CheckRefusal(refusal, pending);
            else
                Assert.Equal(before.CommandVersion + 1, _state.CommandVersion);
            CheckTwice(pending, outcome);
            CheckState();
            CheckOutcomes(before);
            return outcome;
        }

        // The state may forget an ended limit, the timeline never: KPIs count from it (COM-KPI-02).
        private void CheckOutcomes(CaseState before)
        {
            var told = _timeline.SelectMany(e => new[] { "met", "late", "cancelled" }.SelectMany(k => e.Data.GetValueOrDefault(k, "").Split(','))).ToHashSet();
            Assert.All(_state.Deadlines.Where(d => d is { IsLimit: true, EndedAt: not null }), d => Assert.Contains(d.Id, told));
            var gone = before.Deadlines.Where(d => d is { IsLimit: true, Purpose: not DeadlinePurpose.NextStep } && !_state.Deadlines.Any(n => n.Id == d.Id));
            Assert.All(gone, d => Assert.True(told.Contains(d.Id) || !before.TypeConfirmed, $"{d.Id} is gone without a trace."));
        }

        // A running case goes on by other hours, amounts or holidays; asking twice changes nothing.
        private void Change(PolicyPack to)
        {
            var judged = _state.Deadlines.Where(d => d.Status == DeadlineStatus.Breached).Select(d => (d.Id, d.DueAt)).ToList();
            var result = CaseRound.Play(_pack, _state, [], _now, to);
            _timeline.AddRange(result.Events);
            _pack = result.State!.Pack == to.Reference ? to : _pack;
            _state = result.State!;
            Assert.Empty(CaseRound.Play(_pack, _state, [], _now, to).Events);
            foreach (var (id, due) in judged)
                Assert.Contains(_state.Deadlines, d => d.Id == id && d.DueAt == due && d.Status == DeadlineStatus.Breached);
            CheckState();
        }

        private void CheckRefusal(Refusal refusal, PendingCommand pending)
        {
            if (refusal.Reason == RefusalReason.NotInThisStatus && pending.AcceptedAt == _now)
                Assert.Equal(CaseDecider.Allowed(_pack, _state, pending.Actor).AsEnumerable(), refusal.Allowed.AsEnumerable());
            if (refusal.Reason is RefusalReason.UnknownValue or RefusalReason.GateOpen or RefusalReason.NotYourRole)
                Assert.NotEmpty(refusal.Allowed);
            if (refusal.Reason is RefusalReason.Missing or RefusalReason.Impossible)
                Assert.NotNull(refusal.Field);
        }

        private void CheckTwice(PendingCommand pending, CommandOutcome outcome)
        {
            var again = CaseRound.Play(_pack, _state, [pending], _now);
            Assert.Empty(again.Events);
            if (outcome.Refusal is null)
                Assert.Equal(_state, again.State);
        }

        private void CheckState()
        {
            Assert.Equal(_timeline.Count, _state.Sequence);
            Assert.False(_state.NextWakeAt <= _now, "Something that is due was left.");
            Assert.NotEmpty(_state.OwnerRole);
            Assert.Equal(_state.Deadlines.Length, _state.Deadlines.Select(d => d.Id).Distinct().Count());
            if (_state.IsClosed)
                Assert.Null(_state.NextWakeAt);
            else if (_state.Status is not (CaseStatus.FeedbackGiven or CaseStatus.FollowUpCompleted))
                Assert.Contains(_state.Deadlines, d => d is { IsLimit: true, EndedAt: null, Status: DeadlineStatus.Running or DeadlineStatus.Paused or DeadlineStatus.Breached });
        }
    }
}
