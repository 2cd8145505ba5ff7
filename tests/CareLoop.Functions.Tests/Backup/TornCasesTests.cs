using CareLoop.Domain.Cases;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Backup;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Tests.Backup;

/// <summary>Commands of a case whose rows were exported in two pages, with the application at work between them.</summary>
public sealed class TornCasesTests
{
    private const string CaseId = "MALL-20260304-ABCDEFGH1";

    private static readonly PendingCommand Command = new(
        "c1", new Actor(ActorKind.Staff, "chen.min", ["Agent"]), DateTimeOffset.UnixEpoch, ExpectedVersion: null, ContentId: null, new Reply());

    [Fact]
    public void A_command_decided_between_the_pages_waits_again()
    {
        var row = Row(new CommandOutcome("c1", Refusal: null, Version: 1));
        var mended = Mend(CaseRows.FromInbox(CaseId, Command), row);
        Assert.Null(CaseRows.ToCommand(mended!).Outcome);
        Assert.Equal("hash", CaseRows.ToCommand(mended!).BodyHash);
    }

    [Fact]
    public void A_command_that_waited_in_both_pages_still_waits() =>
        Assert.Null(CaseRows.ToCommand(Mend(CaseRows.FromInbox(CaseId, Command), Row(outcome: null))!).Outcome);

    [Fact]
    public void A_command_that_came_between_the_pages_has_never_come() => Assert.Null(Mend(Row(outcome: null)));

    [Fact]
    public void A_command_that_came_and_was_decided_between_the_pages_has_never_come() =>
        Assert.Null(Mend(Row(new CommandOutcome("c1", Refusal: null, Version: 1))));

    [Fact]
    public void A_command_decided_before_the_export_keeps_its_outcome() =>
        Assert.NotNull(CaseRows.ToCommand(Mend(Row(new CommandOutcome("c1", Refusal: null, Version: 0)))!).Outcome);

    private static TableEntity Row(CommandOutcome? outcome)
    {
        var row = CaseRows.FromCommand(CaseId, Command, "hash", cipher: null);
        if (outcome is not null)
        {
            row[CaseRows.OutcomeColumn] = CaseRows.FromOutcome(CaseId, outcome)[CaseRows.OutcomeColumn];
        }

        return row;
    }

    /// <summary>The last of the rows as it is restored.</summary>
    private static TableEntity? Mend(params TableEntity[] rows)
    {
        var torn = new TornCases();
        TableEntity? last = null;
        foreach (var row in rows)
        {
            last = torn.Mend(row);
        }

        return last;
    }
}
