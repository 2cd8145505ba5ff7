using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J08: the mall calls before a warranty ends, and the call becomes a repair in warranty.</summary>
public sealed class J08_warranty_expiry_call
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");

    private static CareScene Chairs(string end = "2026-04-10") => new(Packs.Mall, "warranty-expiry", $"{end} 00:00", "chen-min");

    [Fact]
    public void MALL_FU_02_customers_are_called_between_a_month_and_a_week_before_the_warranty_ends()
    {
        var lastDay = WarrantyTerm.LastDay(new(2025, 4, 10), 12);
        var call = Chairs($"{lastDay:yyyy-MM-dd}").Wait("03-10 09:00");
        call.Do("03-10 11:15", Chen, new CareCommand.Complete("Call", "Acceptable", [], "MALL-20260310-7K3QF2M9X"));

        Assert.Equal("MALL-FU-02 | Fixed | mall | 2026-04-10 00:00 | — | 2026-03-10 09:00 | Reached | 2026-03-10 09:00", call.Row("opens"));
        Assert.Equal("MALL-FU-02 | Fixed | mall | 2026-04-10 00:00 | 2026-04-03 09:00 | 2026-04-03 18:00 | Met | 2026-03-10 11:15", call.Row("due"));
        Assert.Equal(["03-10 09:00 warranty.expiring → chen-min"], call.Told);
        Assert.Equal(("Acceptable", "Call", "MALL-20260310-7K3QF2M9X"), (call.Contact.Result, call.Task.ResultMode, call.Task.NewCase));
    }

    [Fact]
    public void MALL_SLA_06_and_MALL_FU_03_the_repair_that_came_of_it()
    {
        var repair = new Scene(Packs.Mall);
        repair.Receive("03-10 11:20", "Phone", Chen, type: "Repair");
        repair.Do("03-10 11:25", Chen, new Classify("Repair", "AfterSalesRepair", "Ordinary", []));
        repair.Do("03-10 11:30", Chen, new StartInvestigation());
        repair.Do("03-10 11:40", Chen, new ProposeSolution("Repair", null));
        repair.Do("03-10 11:40", Chen, new AgreeSolution(repair.When("03-13 12:00")));
        Assert.Equal(CaseStatus.Implementing, repair.State.Status);
        Assert.Equal("photos.After", Assert.Single(repair.Refused("03-13 10:29", Chen, new CompleteImplementation()).Allowed));
        repair.Photograph("03-13 10:30", "After");
        repair.Do("03-13 10:30", Chen, new CompleteImplementation());
        repair.Do("03-13 10:40", Chen, new GiveFeedback());
        Assert.Equal(CaseStatus.FollowUpPending, repair.State.Status);
        repair.Do("03-16 09:40", Chen, new RecordFollowUp("Satisfied", "Call"));
        repair.Do("03-16 09:45", Chen, new Archive(null));

        Assert.Equal("MALL-SLA-06 | Hours(24) | mall | 2026-03-10 11:20 | 2026-03-11 06:32 | 2026-03-11 11:20 | Met | 2026-03-10 11:40", Row(repair, "MALL-SLA-06"));
        Assert.Equal("COM-PROC-10 | Fixed | mall | 2026-03-10 11:40 | — | 2026-03-13 12:00 | Met | 2026-03-13 10:30", repair.Row("completion"));
        Assert.Equal("MALL-FU-03 | OpenDay(3) | mall | 2026-03-13 10:40 | — | 2026-03-16 09:00 | Reached | 2026-03-16 09:00", repair.Row("service-7d.opens"));
        Assert.Equal("MALL-FU-03 | Days(7) | mall | 2026-03-13 10:40 | 2026-03-20 09:00 | 2026-03-20 18:00 | Met | 2026-03-16 09:40", repair.Row("service-7d.due"));
        Recount.Check(repair);
        Assert.True(WarrantyTerm.Covers(new(2026, 4, 10), At.China("2026-03-10 11:20")));
    }

    [Fact]
    public void MALL_FU_02_a_call_never_made_is_missed_and_due_the_next_day()
    {
        var call = Chairs().Wait("04-03 18:01");
        Assert.Equal(
            ["03-10 09:00 warranty.expiring → chen-min", "04-03 09:00 sla.warning → chen-min", "04-03 18:00 followup.missed → ServiceCentreManager"],
            call.Told);
        Assert.Equal("COM-FU-01 | BusinessDays(1) | mall | 2026-04-03 18:00 | 2026-04-04 09:00 | 2026-04-04 18:00 | Running | —", call.Row("next-day"));
    }

    [Fact]
    public void A_report_on_the_last_day_is_in_warranty_and_one_on_the_next_is_not()
    {
        var lastDay = WarrantyTerm.LastDay(new(2025, 4, 10), 12);
        Assert.True(WarrantyTerm.Covers(lastDay, At.China("2026-04-10 23:59")));
        Assert.False(WarrantyTerm.Covers(lastDay, At.China("2026-04-11 00:00")));
    }

    private static string Row(Scene scene, string rule) => Scene.Row(scene.State.Deadlines.Single(d => d.RuleId == rule));
}
