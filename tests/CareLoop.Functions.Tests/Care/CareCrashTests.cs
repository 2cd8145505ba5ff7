using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Worker;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Care;

/// <summary>A host that dies at every single request to storage, one life after the other: nothing is lost and nothing is told twice.</summary>
public sealed class CareCrashTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Organisation = "demo";
    private const string Caller = "zhou.jie";
    private readonly ApiClient api = new(app.CreateClient());

    private CareTable Table => app.Host.Services.GetRequiredService<CareTable>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MALL_FU_01_planning_and_opening_survive_a_death_at_any_request(bool afterSending)
    {
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 60, "Planning never came to an end.");
            var subject = await RecordAsync($"plan-{afterSending}-{life}");
            using var mortal = new MortalHost(app, life, afterSending);
            lived = await mortal.LivesThroughAsync(async host =>
            {
                var begun = await host.Planner.BeginAsync(Organisation, subject.CustomerKey, subject.Id, default);
                await host.Planner.EndAsync(begun, subject, Actor.System, default);
            });
            if (life == 0 && !afterSending)
            {
                // Not even the row in table due was written: whoever sent the request has no answer and sends it again.
                continue;
            }

            await HealAsync();
            var id = CareIds.Of(Organisation, $"{subject.CustomerKey}\n{subject.Id}", "fu-7d||");
            var stored = Assert.IsType<StoredCare>(await Table.FindAsync(id, default));
            Assert.Equal(FollowUpStatus.Due, stored.File.Task.Contact.Status);
            Assert.Equal([EventTypes.FollowUpPlanned, EventTypes.FollowUpOpened], (await Table.ReadLinesAsync(id, 1, default)).Select(line => line.Event.Type));
            Assert.Equal(["followup.due"], await ToldAsync(id, Caller));
            Assert.Single(await api.ReadAllAsync($"/api/sites/mall-sh-01/care-tasks?whose=all", Caller), item => (string)item["id"]! == id);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_survives_a_death_at_any_request_and_counts_once_when_it_is_sent_again(bool afterSending)
    {
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 60, "The command never came to an end.");
            var subject = await RecordAsync($"pass-{afterSending}-{life}");
            var planner = app.Host.Services.GetRequiredService<CarePlanner>();
            var id = Assert.Single(await planner.EndAsync(
                await planner.BeginAsync(Organisation, subject.CustomerKey, subject.Id, default), subject, Actor.System, default));
            Task<Refusal?> PassOn(CareRounds rounds) => rounds.DoAsync(
                id,
                new CareCommand.PassOn("chen.min"),
                new Actor(ActorKind.Staff, Caller, ["FrontDeskAgent"]),
                new CareOutcome("command", "hash"),
                words: null,
                default);

            using var mortal = new MortalHost(app, life, afterSending);
            lived = await mortal.LivesThroughAsync(host => PassOn(host.Rounds));
            await HealAsync();
            var before = await Table.FindOutcomeAsync(id, "command", default) is null ? [] : await ToldAsync(id, "chen.min");
            Assert.Equal(before.Count == 0 ? Caller : "chen.min", (await Table.FindAsync(id, default))!.File.Task.Contact.Caller);
            Assert.Null(await PassOn(app.Host.Services.GetRequiredService<CareRounds>()));
            await HealAsync();
            Assert.Equal(["followup.due"], await ToldAsync(id, "chen.min"));
            Assert.Single(await Table.ReadLinesAsync(id, 1, default), line => line.Event.Type == EventTypes.OwnerTransferred);
        }
    }

    [Fact]
    public async Task A_person_is_reminded_once_a_day_however_often_the_timer_dies_and_once_after_days_of_downtime()
    {
        var subject = await RecordAsync("reminders");
        var planner = app.Host.Services.GetRequiredService<CarePlanner>();
        await planner.EndAsync(await planner.BeginAsync(Organisation, subject.CustomerKey, subject.Id, default), subject, Actor.System, default);
        var day = FirstDay();
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 120, "The reminders never came to an end.");
            using var mortal = new MortalHost(app, life, afterSending: life % 2 == 0);
            lived = await mortal.LivesThroughAsync(host => host.Reminders.TellAsync(default));
        }

        Assert.Equal([day], await RemindedOnAsync());

        // Three mornings nobody was there for: their rows stand, and the first run makes up for them with one message about today.
        var due = app.Host.Services.GetRequiredService<DueTable>();
        foreach (var missed in Enumerable.Range(1, 3))
        {
            await due.FileAsync(app.Clock.GetUtcNow().AddDays(-missed), DueItem.Reminders, "reminders.today", default);
        }

        await HealAsync();
        Assert.Equal([day], await RemindedOnAsync());
        Assert.All(await Items(Caller), item => Assert.Matches("^今日提醒:.*今日回访 \\d+ 项。$", item));

        async Task<IEnumerable<string>> Items(string user) => (await api.ItemsAsync("/api/inbox", user))
            .Where(item => (string)item["kind"]! == "reminders.today").Select(item => (string)item["text"]!);
        async Task<IEnumerable<string>> RemindedOnAsync() => (await api.ItemsAsync("/api/inbox", Caller))
            .Where(item => (string)item["kind"]! == "reminders.today").Select(item => ((string)item["at"]!)[..10]);
        string FirstDay() => app.Clock.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Goods delivered four days ago, so that the customer may be asked at once; written, but not planned.</summary>
    private async Task<CustomerSubject> RecordAsync(string name)
    {
        var customer = await app.Host.Services.GetRequiredService<CustomerTable>().GetOrAddAsync(
            Organisation, $"customer-{name}", new Contact("客户", null, name), default);
        var subject = new CustomerSubject
        {
            Id = $"subject-{name}",
            CustomerKey = customer.CustomerKey,
            Site = "mall-sh-01",
            Kind = SubjectKind.Order,
            Agent = Caller,
            Anchors = [new SubjectAnchor(CareAnchor.SaleDelivered, app.Clock.GetUtcNow().AddDays(-4))],
        };
        Assert.True(await app.Host.Services.GetRequiredService<SubjectTable>().ReplaceAsync(customer, null, subject, name, default));
        return subject;
    }

    /// <summary>What the next host's watch does when it comes to it, and the broker after it.</summary>
    private async Task HealAsync()
    {
        await ActivatorUtilities.CreateInstance<CareWatch>(app.Host.Services).Run(new TimerInfo(), app.Host.Services.GetRequiredService<DurableEngine>().Client, default);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddMilliseconds(1));
    }

    private async Task<IReadOnlyList<string>> ToldAsync(string id, string user) =>
        [.. (await api.ItemsAsync("/api/inbox", user)).Where(item => (string?)item["careTask"] == id).Select(item => (string)item["kind"]!)];
}
