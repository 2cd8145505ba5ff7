using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CareLoop.Domain.Notices;
using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using CareLoop.Functions.Tests.Support.Platforms;
using CareLoop.Journeys.Evening;
using Xunit.Abstractions;

namespace CareLoop.Journeys.Week;

/// <summary>
/// A week of notices (virtual clock) with outages, rate limits, ended tokens and two deaths of the host in the middle of a hand-over. At its
/// end the ledger is compared with the books of everybody outside: nothing lost, nothing twice, everything in order, and what is not known
/// is listed.
/// </summary>
public sealed class NoticeWeekTests(ITestOutputHelper output)
{
    private const string WeChatSend = "/cgi-bin/message/custom/send";
    private const string SmsSend = "/send";
    private const string Agent = "chen.min";
    private const string Operator = "xu.lei";

    private static readonly DateTimeOffset Start = new(2026, 3, 4, 10, 12, 0, TimeSpan.FromHours(8));
    private static readonly string[] OnWeChat = ["o-1", "o-2", "o-3", "o-4"];

    [Fact]
    public async Task After_a_week_of_outages_and_two_kills_every_notice_has_arrived_once_and_in_order_or_is_listed()
    {
        using var folder = new TempFolder();
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.At("azurite"), InMemory = true });
        var clock = new EveningClock(Start);
        await using var outside = await WeekOutside.StartAsync(clock);
        var address = FreeAddress();
        await using var host = new KilledHost(folder.At("careloop"), azurite.ConnectionString, address, outside.Settings);
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        Centre centre = new(http, host, clock);

        var endpoint = await centre.PostAsync(Operator, "/api/webhooks", new { address = outside.Partner.Address, eventTypes = Array.Empty<string>() });
        outside.Partner.Learn((string)endpoint["secret"]!);
        var cases = await OpenAsync(centre, outside, address);

        // Wednesday: rate limits on both; everybody is asked something.
        outside.WeChat.Api.Server.FailNext(WeChatSend, 45009, 45009, -1, 45009);
        await centre.EachAsync(cases, number => new { command = "askCustomer", text = $"请补充材料({number[^4..]})" });
        await centre.AdvanceAsync(TimeSpan.FromHours(2));

        // Thursday: WeChat and the partner are out of order for half an hour, and the tokens have been ended by somebody else.
        await centre.AdvanceToAsync(Day(1, 9, 0));
        outside.WeChat.Api.Server.Break(WeChatSend, 503);
        outside.Partner.Usually = 503;
        outside.WeChat.Api.EndTokens();
        await centre.EachAsync(cases, number => new { command = "promiseReply", text = $"商户今天来看({number[^4..]})", at = Day(1, 17, 0) });
        await centre.AdvanceAsync(TimeSpan.FromMinutes(8));
        await centre.EachAsync(cases, number => new { command = "promiseReply", text = $"商户改为下午来({number[^4..]})", at = Day(1, 18, 0) });
        await centre.AdvanceAsync(TimeSpan.FromMinutes(20));
        outside.WeChat.Api.Server.Break(WeChatSend, null);
        await centre.AdvanceAsync(TimeSpan.FromHours(4));
        outside.Partner.Usually = 204;

        // The host dies while WeChat has a message in hand that it delivers.
        await centre.DieAsync(outside.WeChat.Api.Server.HoldNext(WeChatSend, taken: true), cases[OnWeChat[0]], new { command = "promiseReply", text = "第一次断电", at = Day(1, 19, 0) });

        // Friday: the provider of text messages is out of order; the host dies while it has a message in hand that it never sends.
        await centre.AdvanceToAsync(Day(2, 9, 0));
        outside.Sms.Server.Break(SmsSend, 503);
        await centre.EachAsync(cases, number => new { command = "promiseReply", text = $"已约工程师({number[^4..]})", at = Day(2, 17, 0) });
        await centre.AdvanceAsync(TimeSpan.FromMinutes(5));
        outside.Sms.Server.Break(SmsSend, null);
        await centre.AdvanceAsync(TimeSpan.FromHours(2));
        await centre.DieAsync(outside.Sms.Server.HoldNext(SmsSend, taken: false), cases["13800000001"], new { command = "promiseReply", text = "第二次断电", at = Day(2, 18, 0) });

        // Monday: the window of those on WeChat is over; staff are asked to call them.
        await centre.AdvanceToAsync(Day(5, 9, 0));
        await centre.EachAsync(cases, number => new { command = "promiseReply", text = $"方案今天定({number[^4..]})", at = Day(5, 17, 0) });
        await centre.AdvanceToAsync(Day(7, 9, 0));

        Assert.Equal(2, host.Kills);
        await AssertNothingIsLostDoubledOrOutOfOrderAsync(centre, cases, outside, azurite.ConnectionString, host.Kills);
        await AssertThePartnerHeardOfEveryEventAsync(centre, cases, outside.Partner);
    }

    private static async Task<Dictionary<string, string>> OpenAsync(Centre centre, WeekOutside outside, Uri address)
    {
        Dictionary<string, string> cases = [];
        foreach (var user in OnWeChat)
        {
            await outside.WeChat.SendTextAsync(new Uri(address, "api/channels/wechat/mall1"), user, $"沙发框架裂了,{user}");
        }

        foreach (var customer in new object[]
        {
            new { name = "赵一", phone = "13800000001" }, new { name = "赵二", phone = "13800000002" }, new { name = "赵三", phone = "13800000003" },
            new { name = "Ann", channelUserId = "desk-1", email = "ann@mail.example", language = "en" }, new { name = "钱二", channelUserId = "desk-2", email = "qian@mail.example" },
        })
        {
            var opened = await centre.PostAsync(Agent, "/api/cases", new { site = "mall-sh-01", channel = "Phone", text = "桌腿松动", customer });
            var fields = JsonSerializer(customer);
            cases[(string?)fields["phone"] ?? (string)fields["email"]!] = (string)opened["caseNumber"]!;
        }

        await centre.AdvanceAsync(TimeSpan.FromMinutes(2));
        foreach (var user in OnWeChat)
        {
            var session = await centre.PostAsync(null, "/api/channels/wechat/mall1/sessions", new { code = outside.WeChat.Api.Login(user) });
            cases[user] = (string)Assert.Single((await centre.GetAsync((string)session["token"]!, "/api/cases"))["items"]!.AsArray())!["caseNumber"]!;
        }

        return cases;

        static JsonObject JsonSerializer(object value) => System.Text.Json.JsonSerializer.SerializeToNode(value)!.AsObject();
    }

    private async Task AssertNothingIsLostDoubledOrOutOfOrderAsync(
        Centre centre, Dictionary<string, string> cases, WeekOutside outside, string storage, int kills)
    {
        DeliveryTable ledger = new(new Tables(new TableServiceClient(storage)));
        var listed = (await centre.GetAsync(Operator, "/api/operations/deliveries"))["items"]!.AsArray().Select(item => (string)item!["id"]!).ToList();
        List<DeliveryRow> unknown = [];
        var told = 0;
        foreach (var (customer, number) in cases)
        {
            var rows = await ledger.ReadAsync(number, default);
            var timeline = (await centre.GetAsync(Agent, $"/api/cases/{number}/timeline"))["timeline"]!.AsArray();
            var expected = timeline.Where(line => line!["sequence"] is not null)
                .SelectMany(line => (line!["notices"]?.AsArray() ?? []).Where(notice => (string)notice!["to"]! == "客户").Select(notice => (string)notice!["kind"]!))
                .ToList();
            Assert.Equal(expected, rows.Select(row => row.Delivery.Kind));
            unknown.AddRange(rows.Where(row => row.Delivery.State == DeliveryState.Unknown));
            Assert.All(rows, row => Assert.True(row.Delivery.State is DeliveryState.Sent or DeliveryState.Unknown, $"{row.Key}: {row.Delivery.State} ({row.Delivery.Reason})"));

            // Each book has of this customer what the ledger says went there, in the ledger's order, and nothing else but what is unknown.
            var reached = rows.Where(row => row.Delivery is { State: DeliveryState.Sent, Way: not DeliveryWay.PhoneTask }).ToList();
            var books = outside.Books.Where(got => got.To == customer && !got.Text.Contains("请把您遇到的问题", StringComparison.Ordinal)).ToList();
            // Two reminders of one question read the same; their number is compared below.
            Assert.Empty(books.Where(got => !got.Text.Contains("还在等您补充", StringComparison.Ordinal) && !got.Text.Contains("still waits", StringComparison.Ordinal)).GroupBy(got => got).Where(group => group.Count() > 1).Select(group => group.Key));
            Assert.InRange(books.Count, reached.Count, reached.Count + rows.Count(row => row.Delivery.State == DeliveryState.Unknown));
            Assert.All(books, got => Assert.Contains(number, got.Text, StringComparison.Ordinal));
            foreach (var way in reached.GroupBy(row => row.Delivery.Way.ToString()!))
            {
                Assert.Equal(way.Count(), books.Count(got => got.Book == way.Key && !got.Text.Contains("断电", StringComparison.Ordinal)));
            }

            Assert.Equal(reached.Select(row => row.Delivery.ChangedAt), reached.Select(row => row.Delivery.ChangedAt).Order());
            told += reached.Count;

            var calls = (await centre.GetAsync(Agent, "/api/inbox"))["items"]!.AsArray()
                .Count(item => (string?)item!["caseNumber"] == number && (string)item["kind"]! == "customer.call");
            Assert.Equal(rows.Count(row => row.Delivery.Way == DeliveryWay.PhoneTask), calls);
        }

        output.WriteLine($"{told} notices arrived, {unknown.Count} unknown after {kills} kills");
        Assert.InRange(unknown.Count, 0, kills);
        Assert.Equal(unknown.Select(row => $"{row.Session}~{row.Key}").Order(), listed.Order());
    }

    private static async Task AssertThePartnerHeardOfEveryEventAsync(Centre centre, Dictionary<string, string> cases, WebhookReceiver partner)
    {
        var heard = partner.Calls.Where(call => call.Status == 204).ToList();
        Assert.All(heard, call => Assert.True(Assert.Single(call.Fits)));
        List<string> expected = [];
        foreach (var number in cases.Values)
        {
            var timeline = (await centre.GetAsync(Agent, $"/api/cases/{number}/timeline"))["timeline"]!.AsArray();
            expected.AddRange(timeline.Select(line => (int?)line!["sequence"]).OfType<int>().Select(sequence => $"{number}-{sequence}"));
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), heard.Select(call => (string)call.Json["id"]!).Distinct().Order(StringComparer.Ordinal));
    }

    private static DateTimeOffset Day(int day, int hour, int minute) =>
        new DateTimeOffset(2026, 3, 4, 0, 0, 0, TimeSpan.FromHours(8)).AddDays(day).AddHours(hour).AddMinutes(minute);

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    /// <summary>The service centre at work.</summary>
    private sealed class Centre(HttpClient http, KilledHost host, EveningClock clock)
    {
        private int requests;

        public Task AdvanceAsync(TimeSpan time) => AdvanceToAsync(clock.Now + time);

        public async Task AdvanceToAsync(DateTimeOffset instant)
        {
            // Step by step, so that everybody outside lives in the same time.
            while (clock.Now < instant)
            {
                var next = clock.Now.AddHours(1) < instant ? clock.Now.AddHours(1) : instant;
                await host.AdvanceToAsync(http, next);
                clock.Now = next;
            }
        }

        public async Task EachAsync(Dictionary<string, string> cases, Func<string, object> command)
        {
            foreach (var number in cases.Values)
            {
                await CommandAsync(number, command(number));
            }

            await AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        public Task<JsonObject> CommandAsync(string number, object command) => PostAsync(Agent, $"/api/cases/{number}/commands", command);

        /// <summary>The host dies while somebody outside has a message in hand.</summary>
        public async Task DieAsync(HeldCall held, string number, object command)
        {
            await CommandAsync(number, command);
            await held.Arrived.WaitAsync(TimeSpan.FromMinutes(2));
            await host.KillAsync();
            held.Release();
            await host.StartAsync();
            await AdvanceAsync(TimeSpan.FromMinutes(10));
        }

        public async Task<JsonObject> GetAsync(string user, string path) => await SendAsync(HttpMethod.Get, user, path, null);

        public Task<JsonObject> PostAsync(string? user, string path, object body) => SendAsync(HttpMethod.Post, user, path, JsonContent.Create(body));

        private async Task<JsonObject> SendAsync(HttpMethod method, string? user, string path, HttpContent? content)
        {
            using HttpRequestMessage request = new(method, path) { Content = content };
            if (user is not null)
            {
                var token = user.Length > 40 ? user : await http.GetStringAsync($"/development/tokens/{user}");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            request.Headers.Add("Idempotency-Key", (++requests).ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("Prefer", "wait=60");
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {text}");
            return JsonNode.Parse(text)!.AsObject();
        }
    }
}
