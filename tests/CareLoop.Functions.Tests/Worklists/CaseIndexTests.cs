using CareLoop.Domain.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Tests.Worklists;

public sealed class CaseIndexTests
{
    private static readonly DateTimeOffset Received = DateTimeOffset.Parse("2026-03-31T23:10:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly CaseState Case = new()
    {
        CaseId = "CTR-20260331-ABCDEFGH1",
        Organisation = "demo",
        Site = "centre-01",
        Pack = new PackReference("project-service", "contact-centre", "1.0.0", "hash"),
        Status = CaseStatus.Registered,
        Channel = "WeChat",
        Type = "Complaint",
        CustomerKey = "c1",
        OwnerRole = "Agent",
        Owner = "lin.tao",
        ReceivedAt = Received,
        LastEventAt = Received.AddHours(1),
    };

    [Fact]
    public void A_case_without_owner_stands_in_its_sites_pool() =>
        Assert.Equal(["open|centre-01", "unassigned|centre-01", "customer|c1"], Views(Case with { Owner = null }));

    [Fact]
    public void A_case_stands_with_its_owner_and_with_whoever_acts_for_him_in_this_shift_COM_OWN_03()
    {
        Assert.Equal(["open|centre-01", "person|lin.tao", "customer|c1"], Views(Case with { OnDutyHandler = "lin.tao" }));
        Assert.Equal(
            ["open|centre-01", "person|lin.tao", "person|xiao.mi", "customer|c1"], Views(Case with { OnDutyHandler = "xiao.mi" }));
    }

    [Fact]
    public void A_closed_case_stands_in_the_month_of_its_closing_by_the_date_in_China()
    {
        var withdrawn = Case with { Status = CaseStatus.Withdrawn };
        Assert.Equal(["closed|centre-01|202604", "customer|c1"], Views(withdrawn));
        Assert.Equal(["closed|centre-01|202603", "customer|c1"], Views(withdrawn with { Status = CaseStatus.Archived, ArchivedAt = Received }));
    }

    [Fact]
    public void All_rows_of_a_case_stand_in_one_partition_so_that_they_move_together()
    {
        Assert.Equal(["demo"], CaseIndex.KeysOf(Case with { OnDutyHandler = "xiao.mi" }).Select(key => key.Partition).Distinct());
    }

    [Fact]
    public void A_view_holds_its_own_rows_and_no_other_views()
    {
        var view = CaseIndex.OfPerson("demo", "lin.tao");
        Assert.True(Holds(view, view.Key("20260401|x")));
        Assert.False(Holds(view, CaseIndex.OfPerson("demo", "lin.tao2").Key("20260401|x")));
        Assert.False(Holds(view, CaseIndex.OfPerson("demo", "lin").Key("20260401|x")));

        static bool Holds(IndexView view, IndexKey key) => string.CompareOrdinal(key.Row, view.First) >= 0 && string.CompareOrdinal(key.Row, view.End) < 0;
    }

    [Fact]
    public void Newer_cases_of_a_customer_come_first()
    {
        static string Row(CaseState state) => CaseIndex.KeysOf(state)[^1].Row;
        Assert.True(string.CompareOrdinal(Row(Case with { ReceivedAt = Received.AddSeconds(1) }), Row(Case)) < 0);
    }

    [Fact]
    public void Rows_are_written_again_only_when_they_would_say_something_else()
    {
        var before = Header(Case);
        Assert.True(CaseIndex.SaysTheSame(before, Header(Case with { Sequence = 7, Finding = "Upheld" })));
        Assert.False(CaseIndex.SaysTheSame(before, Header(Case with { Status = CaseStatus.Investigating })));
        Assert.False(CaseIndex.SaysTheSame(before, Header(Case) with { StaleIndexRows = [new IndexKey("demo", "open|centre-01|old")] }));
    }

    private static CaseHeader Header(CaseState state) => new(state, "1.0.0", FirstSequence: 1, CaseIndex.KeysOf(state), StaleIndexRows: [], default);

    // What stands before the last two parts of a row's key: its place in the order, and the case.
    private static IEnumerable<string> Views(CaseState state) => CaseIndex.KeysOf(state).Select(key => string.Join('|', key.Row.Split('|')[..^2]));
}
