using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Embedded.DurableTask;
using CareLoop.Functions.Care;
using CareLoop.Functions.Erasure;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Care;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Erasure;

/// <summary>The time of keeping is over (COM-ARC-03): found by the watch, carried out through any death of the host.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Monthly = "0 0 4 1 * *";

    private readonly AppFixture app = new()
    {
        // Three years pass in this test; nothing in it depends on how often anybody looks.
        Settings = new Dictionary<string, string?>
        {
            ["CareWatchSchedule"] = Monthly,
            ["DutyWatchSchedule"] = Monthly,
            ["InboxSweepSchedule"] = Monthly,
            ["ReceiptSweepSchedule"] = Monthly,
            ["TableExportSchedule"] = Monthly,
        },
    };

    private ApiClient api = null!;

    private Tables Tables => app.Host.Services.GetRequiredService<Tables>();

    private CaseTable Cases => app.Host.Services.GetRequiredService<CaseTable>();

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        api = new(app.CreateClient());
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task COM_ARC_03_after_three_years_the_watch_has_closed_cases_forget_their_customers_and_keeps_what_is_held()
    {
        var (gone, held) = (await CloseAsync("13655550001"), await CloseAsync("13655550002"));
        Assert.Equal(200, (await api.CommandAsync(held, new { command = "holdRetention", reason = "Lawsuit" }, "zhao.qiang")).Status);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddYears(2).AddMonths(11));
        await LookAsync();
        Assert.Null((await FindAsync(gone)).AnonymisedAt);

        // Nobody looked for two months: what became due meanwhile is simply still there.
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddMonths(2));
        var fresh = await CloseAsync("13655550003");
        await LookAsync();
        await LookAsync();
        Assert.Equal((Retention.Nobody, true), ((await FindAsync(gone)).CustomerKey, (await FindAsync(gone)).AnonymisedAt is not null));
        Assert.Single(await Cases.ReadEventsAsync(gone, 1, 99, default), line => line.Type == EventTypes.Anonymised);
        Assert.False(await IsKnownAsync("13655550001"));
        Assert.All(new[] { held, fresh }, number => Assert.Null(FindAsync(number).Result.AnonymisedAt));
        Assert.True(await IsKnownAsync("13655550002"));

        Assert.Equal(200, (await api.CommandAsync(held, new { command = "liftHold" }, "zhao.qiang")).Status);
        await LookAsync();
        Assert.Equal(Retention.Nobody, (await FindAsync(held)).CustomerKey);
        Assert.False(await IsKnownAsync("13655550002"));
    }

    [Fact]
    public async Task COM_ARC_03_a_customer_with_another_case_keeps_his_key_until_the_last_one_forgets_him()
    {
        const string Phone = "13655550011";
        var old = await CloseAsync(Phone);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddYears(3).AddDays(40));
        var open = await OpenAsync(Phone);
        await LookAsync();
        Assert.Equal(Retention.Nobody, (await FindAsync(old)).CustomerKey);
        Assert.True(await IsKnownAsync(Phone));
        Assert.Equal([open], (await api.ItemsAsync($"/api/cases/{open}/customer-cases")).Select(item => (string)item["caseNumber"]!));
    }

    [Fact]
    public async Task COM_ARC_03_erasing_survives_a_death_at_any_request()
    {
        var index = app.Host.Services.GetRequiredService<CaseIndex>();
        var erasure = app.Host.Services.GetRequiredService<CaseErasure>();
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 60, "Erasing never came to an end.");
            var phone = $"136444{life:D5}";
            var header = await AnonymisedAsync(await CloseAsync(phone));
            var kept = header.State;
            using var mortal = new MortalHost(app, life, afterSending: life % 2 == 0);
            lived = await mortal.LivesThroughAsync(async host =>
            {
                await host.Cases.RewriteAsync(header, default);
                await host.Erasure.EraseAsync(header, default);
            });

            // The round is repeated as long as it has not ended, with the header as it stands.
            for (var again = 0; again < 2; again++)
            {
                var stands = (await Cases.FindAsync(kept.CaseId, default))!;
                await index.RewriteAsync(stands, default);
                await erasure.EraseAsync(stands, default);
            }

            Assert.Equal(Retention.Nobody, (await FindAsync(kept.CaseId)).CustomerKey);
            Assert.False(await IsKnownAsync(phone));
            Assert.Empty(await Cases.ReadCommandsAsync(kept.CaseId, default));
            var lines = await Cases.ReadEventsAsync(kept.CaseId, 1, 99, default);
            Assert.Equal(Enumerable.Range(1, kept.Sequence), lines.Select(line => line.Sequence));
            Assert.DoesNotContain(lines, line => line.ContentId is not null || line.Notices.Any(notice => notice.To.Id == kept.CustomerKey));
        }
    }

    /// <summary>A case that has decided to forget and done nothing about it yet.</summary>
    private async Task<CaseHeader> AnonymisedAsync(string number)
    {
        var before = (await Cases.FindAsync(number, default))!;
        var pack = app.Host.Services.GetRequiredService<PackLibrary>().Pinned(before.State.Pack);
        var now = app.Clock.GetUtcNow();
        var result = CaseRound.Play(pack, before.State, [new("erase", Actor.System, now, null, null, new Anonymise(AnonymiseCause.CustomerRequest))], now);
        Assert.Null(Assert.Single(result.Outcomes).Refusal);
        var after = new CaseHeader(result.State!, "test", result.State!.Sequence, CaseIndex.KeysOf(result.State), before.IndexRows, default);
        await Cases.CommitAsync(number, before, after, result, [], default);
        return (await Cases.FindAsync(number, default))!;
    }

    private async Task<string> OpenAsync(string phone)
    {
        var answer = await api.OpenAsync(new { site = "mall-sh-01", channel = "Phone", text = "我的沙发坏了", customer = new { name = "林海", phone } }, "chen.min");
        Assert.True(answer.Status == 201, answer.Text);
        return (string)answer.Json["caseNumber"]!;
    }

    private async Task<string> CloseAsync(string phone)
    {
        var number = await OpenAsync(phone);
        var answer = await api.CommandAsync(number, new { command = "withdraw", text = "不用处理了" });
        Assert.True(answer.Status == 200, answer.Text);
        return number;
    }

    private async Task<CaseState> FindAsync(string number) => (await Cases.FindAsync(number, default))!.State;

    private async Task<bool> IsKnownAsync(string phone)
    {
        var key = CustomerKeys.Of(app.Host.Services.GetRequiredService<DeploymentSecrets>(), "demo", new Contact(null, phone, null));
        return await app.Host.Services.GetRequiredService<CustomerTable>().FindAsync("demo", key, default) is not null;
    }

    /// <summary>A night's look, and what follows from it.</summary>
    private async Task LookAsync()
    {
        Assert.True(await app.Host.Services.GetRequiredService<RetentionWatch>().WorkAsync(app.Host.Services.GetRequiredService<DurableEngine>().Client, default));
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddMinutes(1));
    }
}
