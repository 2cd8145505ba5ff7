using System.Globalization;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Cases;

/// <summary>A host that dies between a round's transaction and what follows it runs the round again.</summary>
[Collection(AppCollection.Name)]
public sealed class RepeatedRoundTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    private Tables Tables => app.Host.Services.GetRequiredService<Tables>();

    [Fact]
    public async Task A_round_run_again_decides_nothing_puts_its_worklist_rows_back_and_tells_nobody_twice()
    {
        var number = await api.OpenSampleAsync();
        Assert.Equal(200, (await api.CommandAsync(number, new { command = "reply", text = "您好" })).Status);
        await app.Host.Services.GetRequiredService<WorkTracker>().WhenQuietAsync().WaitAsync(TimeSpan.FromMinutes(2));
        var header = await HeaderAsync(number);
        Assert.NotEmpty(header.StaleIndexRows);
        foreach (var key in header.IndexRows)
        {
            await Tables.CaseIndex.DeleteEntityAsync(key.Partition, key.Row);
        }

        await RunAgainAsync(number, header);

        Assert.Equal(header.ETag, (await HeaderAsync(number)).ETag);
        foreach (var key in header.IndexRows)
        {
            Assert.True(await StandsAsync(key), key.Partition);
        }

        foreach (var key in header.StaleIndexRows)
        {
            Assert.False(await StandsAsync(key), key.Partition);
        }

        var inbox = (await api.GetAsync("/api/inbox")).Json["items"]!.AsArray();
        Assert.Single(inbox, item => (string?)item!["caseNumber"] == number);
    }

    private async Task RunAgainAsync(string number, CaseHeader header)
    {
        var part = header.Round.Split('.').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        await ActivatorUtilities.CreateInstance<ApplyInputs>(app.Host.Services).Run(
            new RoundToken(number, part[0], part[1], part[2]), app.Host.Services.GetRequiredService<DurableEngine>().Client, default);
    }

    private async Task<CaseHeader> HeaderAsync(string number) =>
        await app.Host.Services.GetRequiredService<CaseTable>().FindAsync(number, default) ?? throw new InvalidOperationException("The case is gone.");

    private async Task<bool> StandsAsync(IndexKey key) => (await Tables.CaseIndex.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row)).HasValue;
}
