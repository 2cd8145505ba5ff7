using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journey J23: the developer posts a notice a month before a warranty ends.</summary>
public sealed class J23_warranty_notice
{
    private static readonly Actor Agent = Scene.Staff("xiao-gu", "CustomerRelations");
    private static readonly CareCommand Posted = new CareCommand.Complete("Notice", null, []);

    private static CareScene Notice(string end) => new(Packs.Of("real-estate-developer"), "warranty-expiry-notice", $"{end} 00:00");

    [Fact]
    public void DEV_WAR_01_the_notice_is_posted_a_month_before_the_warranty_ends_and_sent_to_the_owner()
    {
        var notice = Notice("2026-05-20").Wait("04-20 09:00").Do("04-20 10:00", Agent, Posted).Wait("04-21 09:00");
        Assert.Equal("DEV-WAR-01 | Fixed | dev | 2026-05-20 00:00 | 2026-04-20 09:00 | 2026-04-20 18:00 | Met | 2026-04-20 10:00", notice.Row("due"));
        Assert.Equal(["04-20 09:00 warranty.expiring → CustomerRelations", "04-20 10:00 warranty.expiring → customer-1"], notice.Told);
        Assert.Equal(FollowUpStatus.Completed, notice.Contact.Status);
    }

    [Fact]
    public void DEV_WAR_01_a_notice_that_would_fall_on_a_holiday_is_posted_on_the_open_day_before()
    {
        var notice = Notice("2026-06-03").Wait("04-30 09:00");
        Assert.Equal("DEV-WAR-01 | Fixed | dev | 2026-06-03 00:00 | 2026-04-30 09:00 | 2026-04-30 18:00 | Running | —", notice.Row("due"));
        Assert.Equal(["04-30 09:00 warranty.expiring → CustomerRelations"], notice.Told);
        notice.Wait("05-06 18:01");
        Assert.Equal(FollowUpStatus.Missed, notice.Contact.Status);
        Assert.Equal("COM-FU-01 | BusinessDays(1) | dev | 2026-04-30 18:00 | 2026-05-06 09:00 | 2026-05-06 18:00 | Breached | —", notice.Row("next-day"));
    }

    [Fact]
    public void DEV_SLA_01_and_DEV_FU_01_the_repair_reported_before_the_end()
    {
        var engineer = Scene.Staff("shi", "WarrantyEngineer");
        var socket = new Scene(Packs.Of("real-estate-developer"));
        socket.Receive("05-10 15:00", "MiniProgram", Scene.Customer, "xiao-gu", "Repair");
        socket.Do("05-11 09:30", engineer, new Reply());
        socket.Do("05-11 09:35", Agent, new Classify("Repair", "Electrical", "Ordinary", []));
        socket.Do("05-11 09:40", engineer, new StartInvestigation());
        socket.Do("05-11 09:40", engineer, new ProposeSolution("Repair", null));
        socket.Do("05-11 09:40", engineer, new AgreeSolution(socket.When("05-13 18:00")));
        socket.Do("05-13 10:30", engineer, new CompleteImplementation());
        socket.Do("05-13 11:00", Scene.Customer, new Note("CustomerConfirmed"));
        socket.Do("05-13 11:00", engineer, new GiveFeedback());
        socket.Do("05-14 10:00", Agent, new RecordFollowUp("Satisfied", "Call"));
        socket.Do("05-14 10:05", Agent, new Archive(null));

        Assert.Equal("DEV-SLA-01 | Hours(24) | dev | 2026-05-10 15:00 | 2026-05-11 10:12 | 2026-05-11 15:00 | Met | 2026-05-11 09:30", socket.Row("contact-24h"));
        Assert.Equal("DEV-FU-01 | OpenDay(1) | dev | 2026-05-13 11:00 | — | 2026-05-14 09:00 | Reached | 2026-05-14 09:00", socket.Row("dev-3d.opens"));
        Assert.Equal("DEV-FU-01 | Days(3) | dev | 2026-05-13 11:00 | 2026-05-15 09:00 | 2026-05-15 18:00 | Met | 2026-05-14 10:00", socket.Row("dev-3d.due"));
        Recount.Check(socket);
    }

    [Theory]
    [InlineData("2026-05-10 15:00", true)]
    [InlineData("2026-05-20 23:59", true)]
    [InlineData("2026-05-21 00:00", false)]
    public void DEV_WAR_03_PUB_09_wiring_is_in_warranty_for_two_years(string registered, bool covered)
    {
        var months = WarrantyTerm.Months(Packs.Of("real-estate-developer"), "Installation")!.Value;
        Assert.Equal(covered, WarrantyTerm.Covers(WarrantyTerm.LastDay(new(2024, 5, 20), months), At.China(registered)));
        Assert.Null(WarrantyTerm.Months(Packs.Mall, "Installation"));
    }
}
