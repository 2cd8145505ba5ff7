using CareLoop.Domain.Cases;
using CareLoop.Functions.Development;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Journeys;

/// <summary>Commands whose ring was lost, and cases that open again.</summary>
public sealed class LateCommandTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly Actor Specialist = new(ActorKind.Staff, JourneyJ01.Specialist, ["ComplaintSpecialist"]);

    [Fact]
    public async Task A_command_whose_ring_was_lost_is_applied_by_the_sweep_and_one_after_the_end_is_refused()
    {
        var cases = app.Host.Services.GetRequiredService<CaseTable>();
        var run = new JourneyCase(app.CreateClient(), "late");
        await app.Clock.AdvanceToAsync(JourneyJ01.Start);
        await JourneyJ01.Steps[0].Do(run);

        // As after a crash between the row and the ring.
        var lost = new PendingCommand("lost-1", Specialist, app.Clock.GetUtcNow(), ExpectedVersion: null, ContentId: null, new Reply());
        await cases.AcceptAsync(run.Number!, lost, "hash", cipher: null, CancellationToken.None);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddHours(2));
        Assert.Null((await cases.FindCommandAsync(run.Number!, "lost-1", CancellationToken.None))!.Outcome!.Refusal);

        await run.CommandAsync(JourneyJ01.Customer, new { command = "withdraw", text = "不用了" });
        var late = lost with { Id = "late-1", AcceptedAt = app.Clock.GetUtcNow() };
        await cases.AcceptAsync(run.Number!, late, "hash", cipher: null, CancellationToken.None);
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddHours(2));
        var outcome = await cases.FindCommandAsync(run.Number!, "late-1", CancellationToken.None);
        Assert.Equal(RefusalReason.NotInThisStatus, outcome!.Outcome!.Refusal!.Reason);
        Assert.Empty((await cases.ReadAsync(run.Number!, CancellationToken.None)).Inbox);
    }

    [Fact]
    public async Task An_archived_case_opens_again_as_its_second_episode_and_can_be_archived_again()
    {
        var run = new JourneyCase(app.CreateClient(), "reopen");
        foreach (var step in JourneyJ01.Steps)
        {
            await app.Clock.AdvanceToAsync(step.At);
            await step.Do(run);
        }

        var reopened = await run.CommandAsync(JourneyJ01.Customer, new { command = "reopen", text = "新沙发又响了" });
        Assert.Equal((2, "Investigating"), ((int)reopened["episode"]!, (string)reopened["status"]!["id"]!));
        Assert.Equal(JourneyJ01.Specialist, (string)reopened["owner"]!["id"]!);

        await run.CommandAsync(JourneyJ01.Specialist, new { command = "giveFeedback", text = "已加固" });
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddDays(4));
        await run.CommandAsync(JourneyJ01.Specialist, new { command = "recordFollowUp", result = "Satisfied", mode = "HomeVisit", text = "满意" });
        var archived = await run.CommandAsync(JourneyJ01.Specialist, new { command = "archive", rootCause = "StructuralDefect", improvement = "更换供应商" });
        Assert.Equal("Archived", (string)archived["status"]!["id"]!);
    }
}
