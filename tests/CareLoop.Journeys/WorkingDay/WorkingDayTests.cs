using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys.WorkingDay;

/// <summary>A site's day through HTTP only: 12 staff, 3 shifts, 120 cases, handovers and absences, and somebody who keeps trying what he may not.</summary>
public sealed class WorkingDayTests
{
    private const string Site = "day-01";
    private const string Manager = "jing.li";
    private const int CasesInAll = 120;

    private static readonly string[][] Shifts = [["an.1", "an.2", "an.3"], ["bo.1", "bo.2", "bo.3"], ["ce.1", "ce.2", "ce.3"]];
    private static readonly DateTimeOffset Morning = At("09:00");

    private readonly List<string> numbers = [];
    private readonly HashSet<string> replied = [];
    private int refused;
    private readonly List<string> takeovers = [];

    [Fact]
    public async Task At_the_end_of_the_day_every_case_is_owned_and_every_list_says_what_the_timelines_say()
    {
        var app = new AppFixture
        {
            Start = Morning.AddMinutes(-30),
            Settings = new Dictionary<string, string?> { ["Directory__Seed"] = "working-day.yaml" },
        };
        await app.InitializeAsync();
        try
        {
            using var http = app.CreateClient();
            var api = new ApiClient(http);
            for (var half = 0; half < 18; half++)
            {
                var now = Morning.AddMinutes(30 * half);
                await app.Clock.AdvanceToAsync(now);
                await TakeInAsync(api, half);
                await WorkAsync(api, half);
                await TrespassAsync(api, half);
                if (half == 3)
                {
                    await FallIllAsync(api, now);
                }

                if (half % 6 == 5)
                {
                    await app.Clock.AdvanceToAsync(now.AddMinutes(20));
                    await ChangeShiftAsync(api, app, half / 6);
                }
            }

            await app.Clock.AdvanceToAsync(At("18:05"));
            Assert.Equal(CasesInAll, numbers.Count);
            Assert.Equal(18 * 6, refused);
            await AssertListsAsync(api);
            await AssertAuditAsync(api);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>Seven new matters in two of three half hours, six in the third.</summary>
    private async Task TakeInAsync(ApiClient api, int half)
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, half % 3 == 2 ? 6 : 7).Select(async position =>
        {
            var customer = $"ke.{(((half * 7) + position) % 40) + 1:00}";
            var answer = await api.OpenAsync(new { site = Site, channel = "WeChat", text = $"第 {half}-{position} 件:家具有问题" }, customer);
            Assert.Equal(201, answer.Status);
            return (string)answer.Json["caseNumber"]!;
        }));
        numbers.AddRange(opened);
    }

    /// <summary>Everybody on shift moves about every second case of his list one step on.</summary>
    private Task WorkAsync(ApiClient api, int half) => Task.WhenAll(Shifts[half / 6].Select(async person =>
    {
        foreach (var item in await api.ItemsAsync("/api/worklists/mine?limit=100", person))
        {
            var number = (string)item["caseNumber"]!;
            if ((number.Sum(letter => letter) + half) % 2 == 0 && NextStep(number, (string)item["status"]!["id"]!) is { } command)
            {
                Assert.Equal(200, (await api.CommandAsync(number, command, person)).Status);
            }
        }
    }));

    private object? NextStep(string number, string status)
    {
        lock (replied)
        {
            if (replied.Add(number))
            {
                return new { command = "reply", text = "您好,马上为您核实" };
            }
        }

        return status switch
        {
            "Registered" when number[^1] is 'A' or 'B' or 'C' => new { command = "withdraw", text = "客户来电:不用处理了" },
            "Registered" => new { command = "classify", type = "Complaint", category = "ProductQuality", severity = "Ordinary" },
            "Classified" => new { command = "startInvestigation" },
            "Investigating" => new { command = "proposeSolution", kind = "Repair", text = "上门维修" },
            "SolutionProposed" => new { command = "agreeSolution", promisedCompletionAt = "2026-03-06T18:00:00+08:00" },
            "Implementing" => new { command = "completeImplementation" },
            _ => null,
        };
    }

    /// <summary>What nobody may do, tried on the newest case; each is refused with its own reason.</summary>
    private async Task TrespassAsync(ApiClient api, int half)
    {
        var number = numbers[^1];
        var owner = (string)(await api.GetAsync($"/api/cases/{number}", Manager)).Json["owner"]!["id"]!;
        (await api.GetAsync($"/api/cases/{number}", "wai.ren")).Problem(403, "other-site");
        (await api.CommandAsync(number, new { command = "reply", text = "越权" }, "wai.ren")).Problem(403, "other-site");
        (await api.CommandAsync(number, new { command = "comment", text = "越权" }, "shen.ji")).Problem(403, "not-permitted");
        var stranger = $"ke.{(((half * 7) + 20) % 40) + 1:00}";
        (await api.GetAsync($"/api/cases/{number}", stranger)).Problem(404, "case-not-found");
        (await api.CommandAsync(number, new { command = "withdraw", text = "越权" }, stranger)).Problem(404, "case-not-found");
        var colleague = Shifts[half / 6].First(person => person != owner);
        (await api.SendAsync(HttpMethod.Put, "/api/directory/absences/mine", colleague, JsonContent.Create(Absence(owner, At("17:00"))))).Problem(403, "not-permitted");
        refused += 6;
    }

    /// <summary>An agent goes home ill at 10:30; the manager records it and hands the cases to the deputy, who accepts.</summary>
    private static async Task FallIllAsync(ApiClient api, DateTimeOffset now)
    {
        var recorded = await api.SendAsync(HttpMethod.Put, "/api/directory/absences/an2-ill", Manager, JsonContent.Create(Absence("an.2", now)));
        Assert.True(recorded.Status == 201, recorded.Text);
        var items = (await api.ItemsAsync("/api/worklists/mine?limit=100", "an.2")).Select(item => new { caseNumber = (string)item["caseNumber"]!, text = "生病,请代为处理" });
        var written = await api.SendAsync(
            HttpMethod.Post, $"/api/sites/{Site}/handovers", Manager, JsonContent.Create(new { kind = "Absence", from = "an.2", to = "dui", items }));
        Assert.True(written.Status == 201, written.Text);
        await AcceptAsync(api, (string)written.Json["id"]!, "dui");
    }

    private static async Task ChangeShiftAsync(ApiClient api, AppFixture app, int shift)
    {
        var leaving = shift == 0 ? ["an.1", "an.3"] : Shifts[shift];
        var records = new Dictionary<string, string>();
        foreach (var person in leaving)
        {
            var items = (await api.ItemsAsync("/api/worklists/mine?limit=100", person)).Select(item => new { caseNumber = (string)item["caseNumber"]!, text = "正常跟进" });
            var written = await api.SendAsync(HttpMethod.Post, $"/api/sites/{Site}/handovers", person, JsonContent.Create(new { items }));
            Assert.True(written.Status == 201, written.Text);
            records[person] = (string)written.Json["id"]!;
        }

        if (shift == Shifts.Length - 1)
        {
            return;
        }

        await app.Clock.AdvanceToAsync(Morning.AddHours(3 * (shift + 1)).AddMinutes(5));
        foreach (var (record, incoming) in records.Values.Zip(Shifts[shift + 1]))
        {
            await AcceptAsync(api, record, incoming);
        }
    }

    private static async Task AcceptAsync(ApiClient api, string record, string person)
    {
        var accepted = await api.SendAsync(
            HttpMethod.Post, $"/api/sites/{Site}/handovers/{record}/acceptance", person, JsonContent.Create(new { text = "已接班" }));
        Assert.True(accepted.Status == 200, accepted.Text);
    }

    /// <summary>Owner, handler and state of every case are worked out again from its timeline alone, and all lists from those.</summary>
    private async Task AssertListsAsync(ApiClient api)
    {
        var replayed = (await Task.WhenAll(numbers.Select(async number =>
            ReplayedCase.Of(number, (await api.GetAsync($"/api/cases/{number}/timeline", Manager)).Json["timeline"]!.AsArray())))).ToList();
        Assert.All(replayed, item => Assert.NotNull(item.Owner));
        takeovers.AddRange(replayed.SelectMany(item => item.Takeovers.Select(person => $"{item.Number} {person}")).Distinct());
        Assert.Contains(replayed, item => item.IsClosed);
        Assert.Contains(replayed, item => item.Handler is not null);

        await AssertListAsync(api, "open", Manager, replayed.Where(item => !item.IsClosed));
        await AssertListAsync(api, "unassigned", Manager, []);
        await AssertListAsync(api, "closed", Manager, replayed.Where(item => item.IsClosed));
        foreach (var person in Shifts.SelectMany(shift => shift).Concat(["dui", Manager, "fu.zong"]))
        {
            await AssertListAsync(api, "mine", person, replayed.Where(item => !item.IsClosed && (item.Owner == person || item.Handler == person)));
        }
    }

    /// <summary>Every matter taken in, every takeover and every denial stands in the day's audit record.</summary>
    private async Task AssertAuditAsync(ApiClient api)
    {
        var record = await api.ItemsAsync($"/api/audit?site={Site}&day=2026-03-04&limit=100", "shen.ji");

        // A command that is put into an inbox again, to be sure, is recorded again.
        IEnumerable<string> Commands(string what) => record.Where(entry => (string)entry["what"]! == what && entry["caseNumber"] is not null)
            .Select(entry => $"{entry["caseNumber"]} {entry["who"]}").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(CasesInAll, Commands("ReceiveCase").Count());
        Assert.Equal(takeovers.Order(StringComparer.Ordinal), Commands("AcceptHandover"));
        Assert.Equal(18, record.Count(entry => (string)entry["kind"]! == "Denial" && (string)entry["who"]! == "shen.ji"));
    }

    private static async Task AssertListAsync(ApiClient api, string list, string person, IEnumerable<ReplayedCase> expected)
    {
        var items = await api.ItemsAsync($"/api/worklists/{list}?limit=100", person);
        Assert.Equal(
            expected.Select(item => $"{item.Number} {item.Status} {item.Owner}").Order(StringComparer.Ordinal),
            items.Select(item => $"{item["caseNumber"]} {item["status"]!["id"]} {item["owner"]!["id"]}").Order(StringComparer.Ordinal));
        if (list is "open" or "mine")
        {
            var due = items.Select(item => (string?)item["nextDueAt"] is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : DateTimeOffset.MaxValue).ToList();
            Assert.Equal(due.Order(), due);
        }
    }

    private static object Absence(string person, DateTimeOffset from) =>
        new { staff = person, from = from.ToString("O"), until = from.AddDays(1).ToString("O"), deputy = "dui" };

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-03-04T{time}:00+08:00", CultureInfo.InvariantCulture);
}
