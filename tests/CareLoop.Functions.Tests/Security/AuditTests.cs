using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using CareLoop.Domain.Cases;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Architecture;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Security;

[Collection(AppCollection.Name)]
public sealed class AuditTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    private string Today => $"/api/audit?site=mall-sh-01&day={app.Clock.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    [Fact]
    public async Task Every_command_is_on_the_record_with_its_author_and_id()
    {
        var number = await api.OpenSampleAsync();
        await api.CommandAsync(number, new { command = "reply", text = "您好" });

        var entries = (await AllAsync(100)).Where(entry => entry.CaseNumber == number && entry.Kind == AuditKind.Command).ToList();
        Assert.Equal(["ReceiveCase", "Reply"], entries.Select(entry => entry.What));
        Assert.Equal(["customer", "agent"], entries.Select(entry => entry.As));
        Assert.Equal("chen.min", entries[1].Who);
        Assert.All(entries, entry => Assert.Equal(24, entry.Why!.Length));
    }

    [Fact]
    public async Task What_belongs_to_no_case_is_recorded_at_the_door_with_its_address()
    {
        var day = app.Clock.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var path = $"/api/sites/mall-sh-01/worklogs/{day}";
        var log = ApiClient.RawJson("""{"today":"接待 12 位客户","tomorrow":"回访"}""");
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Put, path, "chen.min", log)).Status);
        Assert.Equal(200, (await api.GetAsync(path, "chen.min")).Status);

        var entries = (await AllAsync(100)).Where(entry => entry.Why == path).Select(entry => $"{entry.Kind} {entry.What} {entry.Who}");
        Assert.Equal(["Command WriteWorkLog chen.min", "Read ListWorkLogs chen.min"], entries);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await api.OpenSampleAsync();
        var whole = await AllAsync(100);
        var small = await AllAsync(20);
        Assert.Equal(whole.Select(entry => entry.Id), small.Take(whole.Count).Select(entry => entry.Id));
        Assert.Equal(small.Select(entry => entry.Id).Order(StringComparer.Ordinal), small.Select(entry => entry.Id));
        Assert.Distinct(small.Select(entry => entry.Id));
    }

    [Theory]
    [InlineData("&limit=0", "limit")]
    [InlineData("&limit=101", "limit")]
    [InlineData("&site=mall-sh-01&pgae=2", "pgae")]
    public async Task Wrong_questions_are_explained(string query, string field)
    {
        var errors = (await api.GetAsync($"/api/audit?day=2026-03-04{query}", "li.yan")).Problem(400, "request-invalid")["errors"]!.AsArray();
        Assert.Equal(field, (string)Assert.Single(errors)!["field"]!);
    }

    [Fact]
    public async Task An_auditor_reads_only_the_record_of_their_own_sites() =>
        (await api.GetAsync("/api/audit?site=mall-bj-01", "li.yan")).Problem(403, "other-site");

    [Fact]
    public async Task Without_a_record_nothing_personal_is_shown()
    {
        var number = await api.OpenSampleAsync();
        var authority = ActivatorUtilities.CreateInstance<CaseAuthority>(app.Host.Services, BrokenLog());

        var problem = await Assert.ThrowsAsync<ApiProblem>(() => authority.OpenAsync(Chen, number, CancellationToken.None));
        Assert.Equal(ProblemKind.AuditUnavailable, problem.Kind);
        Assert.NotNull(problem.RetryAfter);
        await Assert.ThrowsAsync<ApiProblem>(() => authority.OpenProfileAsync(Chen, number, AccessPurpose.All[0], CancellationToken.None));
        Assert.Equal(number, (await authority.RequireAsync(Chen, number, CancellationToken.None)).State.CaseId);
    }

    [Fact]
    public async Task Without_a_record_no_command_is_accepted()
    {
        var number = await api.OpenSampleAsync();
        var cases = app.Host.Services.GetRequiredService<CaseTable>();
        var header = (await cases.FindAsync(number, CancellationToken.None))!;
        var desk = ActivatorUtilities.CreateInstance<CommandDesk>(app.Host.Services, BrokenLog());
        var submission = new CommandSubmission(Chen, header, "c1", new Reply(), new Dictionary<string, string>(), null, "hash");

        // The ring comes after the inbox, which comes after the record: no client is needed to get as far as this.
        var problem = await Assert.ThrowsAsync<ApiProblem>(() => desk.SubmitAsync(submission, earlier: null, client: null!, CancellationToken.None));
        Assert.Equal(ProblemKind.AuditUnavailable, problem.Kind);
        Assert.Empty((await cases.ReadAsync(number, CancellationToken.None)).Inbox);
    }

    [Fact]
    public void The_record_is_only_ever_inserted_and_read()
    {
        var uses = SourceTree.Of("CareLoop.Functions").Where(file => file.Text.Contains("ables.Audit", StringComparison.Ordinal)).ToList();
        var (path, text) = Assert.Single(uses);
        Assert.EndsWith("AuditTable.cs", path, StringComparison.Ordinal);
        foreach (var change in new[] { "Upsert", "Update", "Delete", "SubmitTransaction" })
        {
            Assert.DoesNotContain(change, text, StringComparison.Ordinal);
        }
    }

    private static Caller Chen => new(new Actor(ActorKind.Staff, "chen.min", ["ComplaintSpecialist"]), "demo", ["mall-sh-01"], CallerKinds.Agent);

    /// <summary>A record whose every write the storage account refuses.</summary>
    private AuditLog BrokenLog()
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(new Refusal(), HttpPipelinePosition.PerCall);
        return ActivatorUtilities.CreateInstance<AuditLog>(
            app.Host.Services, new AuditTable(new Tables(new TableServiceClient(app.Storage, options))));
    }

    private async Task<List<AuditEntry>> AllAsync(int pageSize)
    {
        List<AuditEntry> entries = [];
        for (string? next = $"{Today}&limit={pageSize}"; next is not null;)
        {
            var page = (await api.GetAsync(next, "li.yan")).Json;
            var items = page["items"]!.AsArray();
            Assert.InRange(items.Count, 0, pageSize);
            entries.AddRange(items.Select(item => new AuditEntry(
                (string)item!["id"]!,
                (DateTimeOffset)item["at"]!,
                (string)item["who"]!,
                (string)item["as"]!,
                Enum.Parse<AuditKind>((string)item["kind"]!),
                (string)item["what"]!,
                (string?)item["caseNumber"],
                (string?)item["why"])));

            // Every page read is a row more at the end, so the reading ends as long as a page takes more than one.
            next = (string?)page["next"];
        }

        return entries;
    }

    private sealed class Refusal : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => throw new RequestFailedException(503, "The storage account is busy.");
    }
}
