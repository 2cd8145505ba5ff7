using CareLoop.Domain.Duties;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Worker;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Duties;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Care;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Duties;

/// <summary>A host that dies at every single request to storage while it looks after duties: nothing missed is forgotten, and nobody is told twice.</summary>
public sealed class DutyCrashTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Organisation = "demo";
    private const string Site = "prop-sh-01";
    private const string Supervisor = "deng.li";
    private readonly ApiClient api = new(app.CreateClient());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Duties_missed_in_days_of_downtime_are_told_once_although_the_host_dies_at_any_request(bool afterSending)
    {
        // The row of four days ago stands: nobody has looked since.
        var now = app.Clock.GetUtcNow();
        var since = now.AddDays(afterSending ? -8 : -4);
        var expected = Missed(since, now).ToHashSet();
        Assert.True(expected.Count >= 20, $"{expected.Count} duties are too few to die among.");
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 300, "The look never came to an end.");
            using var mortal = new MortalHost(app, life, afterSending);
            lived = await mortal.LivesThroughAsync(host => host.Looks.LookAsync(Site, since, default));
            if (life % 5 == 0)
            {
                await app.Host.Services.GetRequiredService<DutyLooks>().LookAsync(Site, now.AddMinutes(-1), default);
            }
        }

        var told = await ToldAsync();
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Subset(told.ToHashSet(), expected);
        var records = await app.Host.Services.GetRequiredService<DutyTable>().ReadAsync(Organisation, Site, DateOnly.FromDateTime(since.UtcDateTime).AddDays(-1), default);
        Assert.All(expected, id => Assert.True(records.Single(stored => stored.Record.Id == id).Record.Told));

        // Looking again at all of it writes nothing.
        await app.Host.Services.GetRequiredService<DutyLooks>().LookAsync(Site, since, default);
        Assert.Equal(told, await ToldAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_duty_that_an_event_brings_about_survives_a_death_at_any_request_and_is_one_when_it_is_sent_again(bool afterSending)
    {
        var people = await app.Host.Services.GetRequiredService<StaffDirectory>().GetAsync(default);
        var table = app.Host.Services.GetRequiredService<DutyTable>();
        for (var (life, lived) = (0, false); !lived; life++)
        {
            Assert.True(life < 60, "Opening never came to an end.");
            var (now, mark) = (app.Clock.GetUtcNow(), $"e{life}{(afterSending ? "a" : "b")}");
            var pack = app.Host.Services.GetRequiredService<DutyDesk>().PackOf(people, "mall-sh-01", now)!;
            var task = DutyBook.OfEvent(pack, DutyBook.OnEvent(pack).First(rule => rule.Id == "price-tag-ledgers"), mark, now, null)!;
            Task<StoredDuty> Open(DutyDesk desk) => desk.OpenAsync(Organisation, "mall-sh-01", task, mark, "chen.min", "新到进口沙发", "hash", default);
            using var mortal = new MortalHost(app, life, afterSending);
            lived = await mortal.LivesThroughAsync(host => Open(host.Desk));

            // Whatever was written is looked at when it is due; sent again it is the same duty.
            if (await table.FindAsync(Organisation, "mall-sh-01", task.Id, default) is not null)
            {
                Assert.Contains(await DueRowsAsync(), row => row == $"mall-sh-01 {task.DueAt.UtcTicks}");
            }

            var first = await Open(app.Host.Services.GetRequiredService<DutyDesk>());
            Assert.Equal((task.Id, "新到进口沙发"), (first.Record.Id, first.Event));
            Assert.Single(await table.ReadAsync(Organisation, "mall-sh-01", new DateOnly(2026, 1, 1), default), stored => stored.Record.Id.EndsWith($"-{mark}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_day_of_twenty_sites_with_a_dozen_duties_writes_only_what_was_missed()
    {
        var services = app.Host.Services;
        var people = await services.GetRequiredService<StaffDirectory>().GetAsync(default);
        var before = await RowsAsync();
        foreach (var site in people.Sites)
        {
            await services.GetRequiredService<DutyDesk>().OfDayAsync(site.Id, new DateOnly(2026, 3, 20), default);
        }

        Assert.Equal(before, await RowsAsync());
    }

    private IEnumerable<string> Missed(DateTimeOffset since, DateTimeOffset now)
    {
        var people = app.Host.Services.GetRequiredService<StaffDirectory>().GetAsync(default).GetAwaiter().GetResult();
        var pack = app.Host.Services.GetRequiredService<DutyDesk>().PackOf(people, Site, now)!;
        return DutyBook.Due(pack, since, now).Where(task => task.Rule.OnOverdue == "ServiceSupervisor").Select(task => task.Id);
    }

    private async Task<List<string>> ToldAsync() =>
        [.. (await api.ItemsAsync("/api/inbox", Supervisor)).Where(item => (string)item["kind"]! == "duty.overdue").Select(item => ((string)item["id"]!).Split($"{Site}-")[1]).Order(StringComparer.Ordinal)];

    private async Task<List<string>> DueRowsAsync()
    {
        List<string> rows = [];
        await foreach (var row in app.Host.Services.GetRequiredService<Tables>().Due.QueryAsync<TableEntity>())
        {
            if (row.GetString("Kind") == DueItem.Duties)
            {
                rows.Add($"{row.GetString("Subject")} {row.GetDateTimeOffset("At")!.Value.UtcTicks}");
            }
        }

        return rows;
    }

    private async Task<int> RowsAsync()
    {
        var rows = 0;
        await foreach (var _ in app.Host.Services.GetRequiredService<Tables>().Duty.QueryAsync<TableEntity>())
        {
            rows++;
        }

        return rows;
    }
}
