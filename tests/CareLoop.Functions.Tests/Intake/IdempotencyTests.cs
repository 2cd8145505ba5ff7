using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Intake;

[Collection(AppCollection.Name)]
public sealed class IdempotencyTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task The_same_key_twice_opens_one_case()
    {
        var key = ApiClient.NewKey();
        var first = await api.OpenAsync(ApiClient.SampleMatter(), key: key);
        var second = await api.OpenAsync(ApiClient.SampleMatter(), key: key);
        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal((string)first.Json["caseNumber"]!, (string)second.Json["caseNumber"]!);
    }

    [Fact]
    public async Task The_same_key_at_the_same_time_opens_one_case()
    {
        for (var round = 0; round < 5; round++)
        {
            await OpenAtOnceAsync(ApiClient.NewKey());
        }
    }

    private async Task OpenAtOnceAsync(string key)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.OpenAsync(ApiClient.SampleMatter(), key: key)));
        Assert.All(answers, answer => Assert.InRange(answer.Status, 200, 202));
        var number = Assert.Single(answers.Select(answer => (string)answer.Json["caseNumber"]!).Distinct());

        var timeline = (await api.GetAsync($"/api/cases/{number}/timeline")).Json["timeline"]!.AsArray();
        Assert.Single(timeline, line => (string)line!["event"]!["id"]! == "CaseRegistered");
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_refused()
    {
        var key = ApiClient.NewKey();
        Assert.Equal(201, (await api.OpenAsync(ApiClient.SampleMatter(), key: key)).Status);
        (await api.OpenAsync(ApiClient.SampleMatter("另一件事"), key: key)).Problem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_channel_message_opens_one_case_whatever_its_key_COM_INT_08()
    {
        var matter = new { site = "mall-sh-01", channel = "WeChat", channelMessageId = ApiClient.NewKey(), text = "沙发裂了" };
        var first = await api.OpenAsync(matter);
        var second = await api.OpenAsync(matter);
        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal((string)first.Json["caseNumber"]!, (string)second.Json["caseNumber"]!);
    }

    [Fact]
    public async Task A_repeated_command_is_applied_once()
    {
        var (number, key) = (await api.OpenSampleAsync(), ApiClient.NewKey());
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.CommandAsync(number, new { command = "reply", text = "您好" }, key: key)));
        Assert.All(answers, answer => Assert.InRange(answer.Status, 200, 202));

        var timeline = (await api.GetAsync($"/api/cases/{number}/timeline")).Json["timeline"]!.AsArray();
        Assert.Single(timeline, line => (string)line!["event"]!["id"]! == "FirstReplied");
        (await api.CommandAsync(number, new { command = "reply", text = "换一句" }, key: key)).Problem(422, "idempotency-key-reused");
    }
}
