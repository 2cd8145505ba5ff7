using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Care;

/// <summary>The list of birthdays and the table of birthday calls, on Friday, 3 April 2026; 刘洋 is on duty.</summary>
public sealed class BirthdayOverHttpTests(BirthdayOverHttpTests.Birthday birthday) : IClassFixture<BirthdayOverHttpTests.Birthday>
{
    private const string List = "/api/sites/edu-sh-01/birthdays";
    private static readonly string[] Items = ["Greeting", "StudyAndLife", "GrowthAndPraise", "ContactAndNews"];
    private readonly AppFixture app = birthday.App;
    private readonly ApiClient api = new(birthday.App.CreateClient());

    [Fact]
    public async Task EDU_BD_01_EDU_BD_02_EDU_BD_04_birthdays_are_listed_cards_recorded_and_calls_filed_apart_with_leads_for_sales_by_consent()
    {
        await RecordAsync("13600000909", "李女士", "HY-1", vip: true, consent: true);
        await RecordAsync("13600000911", "赵女士", "HY-2", vip: false, consent: false);
        var rows = await ListAsync("he.jing");
        Assert.Equal(["李女士 13600000909 HY-1 true", "赵女士 13600000911 HY-2 false"], rows.Select(row => $"{row["name"]} {row["phone"]} {row["number"]} {row["vip"]}").Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal("2026-04-03", (string)row["birthday"]!));

        // Sales see whom the list is about only as far as they need to, and everybody's look at it is on record.
        var masked = await ListAsync("huang.lei");
        Assert.Equal(["李**", "赵**"], masked.Select(row => (string)row["name"]!).Order(StringComparer.Ordinal));
        Assert.All(masked, row => Assert.Contains("****", (string)row["phone"]!, StringComparison.Ordinal));
        (await api.GetAsync(List, "chen.min")).Problem(403, "other-site");

        Assert.Equal(200, (await GiveAsync(Task(rows, "HY-1"), new { command = "recordCard", gift = true })).Status);
        Assert.Equal(200, (await GiveAsync(Task(rows, "HY-1"), new { command = "recordCard", gift = true, handedOverBy = "he.jing" })).Status);
        await app.Clock.AdvanceToAsync(At("18:30"));
        (await GiveAsync(Task(rows, "HY-1"), new { command = "complete", items = Items, lead = "Someday" })).Problem(422, "unknown-value");
        Assert.Equal(200, (await GiveAsync(Task(rows, "HY-1"), new { command = "complete", items = Items, lead = "Renewal", text = "想续报暑期班" })).Status);
        Assert.Equal(200, (await GiveAsync(Task(rows, "HY-2"), new { command = "complete", items = Items, lead = "NewCourse" })).Status);

        var vip = Assert.Single(await ListAsync("liu.yang", "&class=Vip"));
        Assert.Equal(("HY-1", "何静", "Completed", "Renewal"), ((string)vip["number"]!, (string)vip["handedOverBy"]!, (string)vip["status"]!["id"]!, (string)vip["lead"]!));
        Assert.Equal((true, true, true), ((bool)vip["gift"]!, (bool)vip["leadPassedOn"]!, vip["calledAt"] is not null));
        var ordinary = Assert.Single(await ListAsync("liu.yang", "&class=Ordinary"));
        Assert.Equal(("HY-2", "NewCourse", false), ((string)ordinary["number"]!, (string)ordinary["lead"]!, (bool)ordinary["leadPassedOn"]!));

        // Only the customer who agreed to commercial messages is passed on to sales.
        await app.Clock.AdvanceToAsync(At("19:05"));
        var leads = (await api.ItemsAsync("/api/inbox", "huang.lei")).Where(item => (string)item["kind"]! == "care.lead").ToList();
        Assert.Equal(Task(rows, "HY-1"), (string)Assert.Single(leads)["careTask"]!);
        Assert.Equal("李女士在生日电话中表示了意向,并同意接收商业信息,请联系。", (string)leads[0]["text"]!);
    }

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string user, string more = "") => await api.ItemsAsync($"{List}?from=2026-04-01&until=2026-04-30{more}", user);

    private async Task RecordAsync(string phone, string name, string number, bool vip, bool consent)
    {
        var answer = await api.SendAsync(HttpMethod.Post, "/api/subjects", "he.jing", JsonContent.Create(new
        {
            site = "edu-sh-01",
            kind = "Membership",
            number,
            customer = new { name, phone },
            agent = "he.jing",
            vip,
            marketingConsent = consent,
            anchors = new[] { new { anchor = "Birthday", on = "2019-04-03", guardianConsent = true } },
        }));
        Assert.True(answer.Status == 201, answer.Text);
    }

    private Task<ApiAnswer> GiveAsync(string task, object command) =>
        api.SendAsync(HttpMethod.Post, $"/api/care-tasks/{task}/commands", "liu.yang", JsonContent.Create(command), ApiClient.NewKey());

    private static string Task(IEnumerable<JsonObject> rows, string number) => (string)rows.Single(row => (string)row["number"]! == number)["careTask"]!;

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-04-03T{time}:00+08:00", CultureInfo.InvariantCulture);

    /// <summary>The application on the morning of the birthday.</summary>
    public sealed class Birthday : IAsyncLifetime
    {
        public AppFixture App { get; } = new() { Start = At("09:30") };

        public Task InitializeAsync() => App.InitializeAsync();

        public Task DisposeAsync() => App.DisposeAsync();
    }
}
