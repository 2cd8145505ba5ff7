using System.Text.Json.Nodes;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Intake;

/// <summary>Suggested flags from the customer's words to the screen of staff, as codes only.</summary>
[Collection(AppCollection.Name)]
public sealed class SuggestionTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public async Task A_threat_is_suggested_to_staff_until_somebody_confirms_it_COM_ESC_04()
    {
        var opened = await api.OpenAsync(ApiClient.SampleMatter("衣柜门关不上!再不处理我就打12315,找电视台来曝光你们!"));
        Assert.Equal(201, opened.Status);
        Assert.Equal("", Ids(opened, "suggestedFlags")); // the customer is not told what we think of the words
        var number = (string)opened.Json["caseNumber"]!;

        var seen = await api.GetAsync($"/api/cases/{number}");
        Assert.Equal(("MediaRisk Special", ""), (Ids(seen, "suggestedFlags"), Ids(seen, "flags")));

        var classified = await api.CommandAsync(
            number, new { command = "classify", type = "Complaint", category = "DeliveryInstallation", severity = "Ordinary", flags = new[] { "Special", "MediaRisk" } });
        Assert.Equal(200, classified.Status);
        Assert.Equal(("", "MediaRisk Special"), (Ids(classified, "suggestedFlags"), Ids(classified, "flags")));
    }

    [Fact]
    public async Task A_threat_in_a_later_message_is_suggested_too_COM_ESC_04()
    {
        var number = await api.OpenSampleAsync();
        Assert.Equal("", Ids(await api.GetAsync($"/api/cases/{number}"), "suggestedFlags"));
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "supplement", text = "再不处理我就找记者" }, user: "wang.li")).Status);
        Assert.Equal("MediaRisk Special", Ids(await api.GetAsync($"/api/cases/{number}"), "suggestedFlags"));
    }

    private static string Ids(ApiAnswer answer, string list) =>
        string.Join(' ', answer.Json[list]!.AsArray().Select(item => (string)item!["id"]!));
}
