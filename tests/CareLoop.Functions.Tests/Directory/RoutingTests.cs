using CareLoop.Domain.Cases;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Directory;

/// <summary>Who gets a new case, from the post to the record of why.</summary>
[Collection(AppCollection.Name)]
public sealed class RoutingTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task COM_OWN_01_a_call_belongs_to_whoever_took_it_and_a_message_to_the_specialist_on_duty()
    {
        Assert.Equal(("zhou.jie", "FirstAsked"), await OwnerAsync(await CallAsync("B-1001")));
        Assert.Equal(("chen.min", "OnDuty"), await OwnerAsync(await api.OpenSampleAsync()));
    }

    [Fact]
    public async Task COM_OWN_01_cases_go_to_the_agent_with_fewer_open_ones()
    {
        var owners = new List<string>();
        for (var n = 0; n < 4; n++)
        {
            var before = await CountsAsync();
            var opened = await api.OpenAsync(new { site = "edu-sh-01", channel = "WeChat", text = "孩子请假,怎么补课?" });
            Assert.Equal(201, opened.Status);
            var owner = (string)opened.Json["owner"]!["id"]!;
            Assert.Equal(before.Values.Min(), before[owner]);
            owners.Add(owner);

            // The outcome is known a moment before the worklist row is written.
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while ((await CountsAsync())[owner] == before[owner])
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }

        Assert.Equal(["he.jing", "zhang.yue"], owners.Distinct().Order());
    }

    [Fact]
    public async Task COM_ESC_03_the_same_matter_again_goes_back_to_its_old_owner_and_is_suggested_as_repeated()
    {
        var first = await CallAsync("B-2002");
        foreach (var command in new object[]
        {
            new { command = "classify", type = "Consultation", category = "ProductQuality", severity = "Ordinary" },
            new { command = "giveFeedback", text = "已为您查询" },
            new { command = "archive", rootCause = "KnowledgeGap" },
        })
        {
            Assert.Equal(200, (await api.CommandAsync(first, command, "zhou.jie")).Status);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await IsArchivedInIndexAsync(first))
        {
            limit.Token.ThrowIfCancellationRequested();
        }

        var again = await api.OpenAsync(new { site = "mall-sh-01", channel = "WeChat", text = "还是同样的问题", subject = "B-2002" }, "liu.jianguo");
        Assert.Equal(201, again.Status);
        var number = (string)again.Json["caseNumber"]!;
        Assert.Equal(("zhou.jie", "PreviousOwner"), await OwnerAsync(number));
        Assert.Contains("Repeat", (await HeaderAsync(number)).SuggestedFlags);

        var other = await api.OpenAsync(new { site = "mall-sh-01", channel = "WeChat", text = "另一件事", subject = "B-2003" }, "liu.jianguo");
        Assert.Equal("chen.min", (string)other.Json["owner"]!["id"]!);
    }

    [Fact]
    public async Task MALL_AC_06_a_matter_with_a_merchant_that_has_left_is_suggested_as_such_J02()
    {
        var opened = await api.OpenAsync(new { site = "mall-sh-01", channel = "WeChat", text = "店没了,谁来负责?", counterparty = "C1-09" });
        Assert.Equal(["MerchantLeft", "Special"], (await HeaderAsync((string)opened.Json["caseNumber"]!)).SuggestedFlags);
    }

    [Fact]
    public async Task MALL_CLS_02_the_third_customer_of_one_merchant_within_a_week_is_suggested_as_a_group_complaint()
    {
        List<string> last = [];
        foreach (var customer in new[] { "wang.li", "he.xiao", "liu.jianguo" })
        {
            var opened = await api.OpenAsync(new { site = "mall-sh-01", channel = "WeChat", text = "餐椅断腿了", counterparty = "B5-21" }, customer);
            Assert.Equal(201, opened.Status);
            last = [.. (await HeaderAsync((string)opened.Json["caseNumber"]!)).SuggestedFlags];
            Assert.Equal(customer == "liu.jianguo", last.Contains("GroupComplaint"));
        }

        Assert.Equal(["GroupComplaint", "Special"], last);
    }

    private async Task<string> CallAsync(string subject)
    {
        var opened = await api.OpenAsync(
            new { site = "mall-sh-01", channel = "Phone", text = "餐桌桌面裂了", subject, customer = new { name = "刘建国", phone = "13900005678" } }, "zhou.jie");
        Assert.Equal(201, opened.Status);
        return (string)opened.Json["caseNumber"]!;
    }

    private async Task<(string? Owner, string? Why)> OwnerAsync(string number)
    {
        var cases = app.Host.Services.GetRequiredService<CaseTable>();
        var registered = (await cases.ReadEventsAsync(number, 1, 9, default)).Single(item => item.Type == EventTypes.CaseRegistered);
        return ((await HeaderAsync(number)).Owner, registered.Data.GetValueOrDefault("routedBy"));
    }

    private async Task<CaseState> HeaderAsync(string number) => (await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(number, default))!.State;

    private async Task<Dictionary<string, int>> CountsAsync()
    {
        var index = app.Host.Services.GetRequiredService<CaseIndex>();
        Dictionary<string, int> counts = [];
        foreach (var person in new[] { "he.jing", "zhang.yue" })
        {
            counts[person] = (await index.ActingAsync("demo", person, default)).Count;
        }

        return counts;
    }

    private async Task<bool> IsArchivedInIndexAsync(string number)
    {
        var index = app.Host.Services.GetRequiredService<CaseIndex>();
        var state = await HeaderAsync(number);
        await foreach (var row in index.ReadAsync(CaseIndex.OfCustomer("demo", state.CustomerKey), default))
        {
            if (row.CaseId == number)
            {
                return row.Status == CaseStatus.Archived;
            }
        }

        return false;
    }
}
