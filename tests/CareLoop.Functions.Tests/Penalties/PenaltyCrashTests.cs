using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Worker;
using CareLoop.Functions.Care;
using CareLoop.Functions.Penalties;
using CareLoop.Functions.Security;
using CareLoop.Functions.Tests.Care;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Penalties;

/// <summary>A host that dies at every single request to storage, one life after the other: no proposal is lost, doubled or told twice.</summary>
public sealed class PenaltyCrashTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Organisation = "demo";
    private readonly ApiClient api = new(app.CreateClient());

    private PenaltyTable Table => app.Host.Services.GetRequiredService<PenaltyTable>();

    private PenaltyRounds Rounds => app.Host.Services.GetRequiredService<PenaltyRounds>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EDU_PEN_01_filing_survives_a_death_at_any_request_when_the_round_is_repeated(bool afterSending)
    {
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 60, "Filing never came to an end.");
            var person = $"agent.{(afterSending ? "a" : "b")}{life}";
            var (first, second) = (Named(person, "1"), Named(person, "2"));
            using var mortal = new MortalHost(app, life, afterSending);
            lived = await mortal.LivesThroughAsync(host => host.Penalties.FileAsync(first, 1, default));

            // The other case does not wait for the first one's round to be repeated.
            await Rounds.FileAsync(second, 1, default);
            await Rounds.FileAsync(first, 1, default);
            await Rounds.FileAsync(first, 1, default);
            await QuietAsync();
            var proposal = Assert.Single(await ReadAsync(person));
            Assert.Equal((PenaltyStatus.Pending, 2), (proposal.Status, proposal.Grounds.Length));
            Assert.Single(await ToldAsync(first, second));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ECOM_PEN_02_a_decision_survives_a_death_at_any_request_and_its_coaching_is_there_once(bool afterSending)
    {
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 60, "The decision never came to an end.");
            var person = $"agent.{(afterSending ? "c" : "d")}{life}";
            await Rounds.FileAsync(Repeated(person), 1, default);
            var id = Assert.Single(await ReadAsync(person)).Id;
            Task<(PenaltyProposal? After, PenaltyRefusal? Refusal)> DecideAsync(PenaltyRounds rounds, StoredPenalty stored) =>
                rounds.DecideAsync(stored, Boss("lao.he", "ecom-01"), confirmed: true, reason: null, new PenaltyOrder($"order-{person}", "hash"), default);

            var before = (await Table.FindAsync(Organisation, id, default))!;
            using var mortal = new MortalHost(app, life, afterSending);
            lived = await mortal.LivesThroughAsync(host => DecideAsync(host.Penalties, before));

            // Nobody sends it again: whatever was written is completed by the watch.
            await HealAsync();
            var stored = (await Table.FindAsync(Organisation, id, default))!;
            Assert.Equal(stored.Proposal.Status == PenaltyStatus.Confirmed ? 1 : 0, (await CoachingAsync(stored.Proposal)).Count);

            // Somebody does, with what he had read before.
            var (after, refusal) = await DecideAsync(Rounds, before);
            Assert.Null(refusal);
            Assert.Equal(PenaltyStatus.Confirmed, after!.Status);
            await HealAsync();
            Assert.Single(await CoachingAsync(after));
        }
    }

    [Fact]
    public async Task EDU_PEN_01_many_cases_at_one_time_are_one_proposal_with_all_of_them()
    {
        var cases = Enumerable.Range(1, 8).Select(number => Named("agent.crowd", $"{number}")).ToList();
        await Task.WhenAll(cases.Select(state => Rounds.FileAsync(state, 1, default)));
        await QuietAsync();
        Assert.Equal(cases.Select(state => state.CaseId), Assert.Single(await ReadAsync("agent.crowd")).Grounds.Select(ground => ground.CaseId).Order(StringComparer.Ordinal));
        Assert.Single(await ToldAsync([.. cases]));
    }

    [Fact]
    public async Task EDU_PEN_01_a_decision_and_a_withdrawal_at_one_time_leave_one_of_the_two_and_never_both()
    {
        foreach (var turn in Enumerable.Range(1, 10))
        {
            var state = Named($"agent.race{turn}", "1");
            await Rounds.FileAsync(state, 1, default);
            var stored = (await Table.FindAsync(Organisation, Assert.Single(await ReadAsync($"agent.race{turn}")).Id, default))!;
            var taken = state with { PenaltyGrounds = [state.PenaltyGrounds[0] with { Stands = false, Sequence = 9 }] };
            var deciding = Rounds.DecideAsync(stored, Boss(), confirmed: true, reason: null, new PenaltyOrder($"race-{turn}", "hash"), default);
            await Task.WhenAll(deciding, Rounds.FileAsync(taken, 9, default));
            var end = (await Table.FindAsync(Organisation, stored.Proposal.Id, default))!.Proposal;
            Assert.False(end.Grounds.Single().Stands);
            Assert.Equal(
                (await deciding).Refusal is null ? (PenaltyStatus.Confirmed, true) : (PenaltyStatus.Withdrawn, false), (end.Status, end.Decision is not null));
        }
    }

    [Fact]
    public async Task EDU_PEN_01_on_the_last_morning_of_the_month_those_who_decide_are_reminded_once_of_what_is_open()
    {
        var (open, dismissed) = (Named("agent.late", "1"), Named("agent.settled", "1"));
        await Rounds.FileAsync(open, 1, default);
        await Rounds.FileAsync(dismissed, 1, default);
        var settled = (await Table.FindAsync(Organisation, Assert.Single(await ReadAsync("agent.settled")).Id, default))!;
        Assert.Null((await Rounds.DecideAsync(settled, Boss(), confirmed: false, "NotUpheld", new PenaltyOrder("settled", "hash"), default)).Refusal);
        await app.Clock.AdvanceToAsync(new DateTimeOffset(2026, 3, 31, 9, 5, 0, TimeSpan.FromHours(8)));
        await HealAsync();
        Assert.Equal(["penalty.proposed", "penalty.due"], await ToldAsync(open));
        Assert.Equal(["penalty.proposed"], await ToldAsync(dismissed));
    }

    private static Caller Boss(string id = "wang.fang", string site = "edu-sh-01") =>
        new(new Actor(ActorKind.Staff, id, ["ServiceSupervisor"]), Organisation, [site], CallerKinds.Manager);

    /// <summary>A case that names somebody, as a round left it.</summary>
    private CaseState Named(string person, string number) => State("education-membership", "edu-sh-01", $"EDU-{person}-{number}", "staff-complaint", person);

    private CaseState Repeated(string person) => State("e-commerce", "ecom-01", $"ECOM-{person}", "repeat-error", person);

    private CaseState State(string pack, string site, string number, string rule, string person) => new()
    {
        CaseId = number,
        Organisation = Organisation,
        Site = site,
        Pack = app.Host.Services.GetRequiredService<PackLibrary>().InForce(pack, null, app.Clock.GetUtcNow()).Reference,
        Status = default,
        Channel = "Phone",
        Type = "Complaint",
        CustomerKey = "customer",
        OwnerRole = "ServiceAgent",
        ReceivedAt = JourneyStart,
        LastEventAt = JourneyStart,
        Sequence = 3,
        PenaltyGrounds = [new PenaltyGround(rule, person, true, 3, JourneyStart)],
    };

    private static DateTimeOffset JourneyStart { get; } = new(2026, 3, 4, 10, 12, 0, TimeSpan.FromHours(8));

    private async Task<IReadOnlyList<PenaltyProposal>> ReadAsync(string person) =>
        (await Table.ReadPageAsync(Organisation, "2026-03", [$"Person eq '{person}'"], null, 100, default)).Proposals;

    private async Task<IReadOnlyList<string>> CoachingAsync(PenaltyProposal proposal)
    {
        List<string> tasks = [];
        var care = app.Host.Services.GetRequiredService<CareIndex>();
        await foreach (var task in care.ReadAsync(CareIndex.OfSubject(Organisation, $"penalty-{proposal.Id}"), null, default))
        {
            tasks.Add(task.Id);
        }

        return tasks;
    }

    private async Task<IReadOnlyList<string>> ToldAsync(params CaseState[] cases) =>
    [
        .. (await api.ItemsAsync("/api/inbox", "wang.fang")).Reverse()
            .Where(item => cases.Any(state => state.CaseId == (string?)item["caseNumber"])).Select(item => (string)item["kind"]!),
    ];

    private Task QuietAsync() => app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddMilliseconds(1));

    /// <summary>What the next host's watch does when it comes to it, and the broker after it.</summary>
    private async Task HealAsync()
    {
        await ActivatorUtilities.CreateInstance<CareWatch>(app.Host.Services).Run(new TimerInfo(), app.Host.Services.GetRequiredService<DurableEngine>().Client, default);
        await QuietAsync();
    }
}
