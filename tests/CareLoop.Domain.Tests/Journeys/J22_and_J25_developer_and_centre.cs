using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Journeys;

/// <summary>Journeys J22 (developer, reopened over a holiday) and J25 (contact centre, 48 hours).</summary>
public sealed class J22_and_J25_developer_and_centre
{
    [Fact]
    public void DEV_SLA_01_and_02_DEV_PROC_01_contact_confirmation_and_a_second_round_after_dissatisfaction()
    {
        var agent = Scene.Staff("xiao-gu", "CustomerRelations");
        var engineer = Scene.Staff("shi", "WarrantyEngineer");
        var leak = new Scene(Packs.Of("real-estate-developer"));
        leak.Receive("03-28 10:20", "Phone", agent, type: "Repair");
        leak.Do("03-28 10:30", agent, new Classify("Repair", "WaterLeak", "Ordinary", []));
        leak.Do("03-28 16:00", engineer, new Reply());
        leak.Do("03-28 16:00", engineer, new StartInvestigation());
        leak.Do("03-29 14:30", engineer, new ProposeSolution("Repair", null));
        leak.Do("03-29 14:30", engineer, new AgreeSolution(leak.When("04-01 18:00")));
        leak.Do("04-01 15:30", engineer, new CompleteImplementation());
        Assert.Equal("DEV-PROC-01", leak.Refused("04-01 15:40", engineer, new GiveFeedback()).RuleId);
        leak.Do("04-01 15:50", Scene.Customer, new Note("CustomerConfirmed"));
        leak.Do("04-01 16:00", engineer, new GiveFeedback());
        var reopened = leak.Do("04-02 10:00", agent, new RecordFollowUp("Dissatisfied", "Call")).Where(e => e.Type == "CaseReopened");
        Assert.Equal("case.reopened → xiao-gu, case.reopened → CustomerRelationsHead", Scene.Notices(reopened));
        leak.Do("04-02 11:00", engineer, new Reply());
        leak.Do("04-08 13:00", engineer, new ProposeSolution("Repair", null));
        leak.Do("04-08 13:00", engineer, new AgreeSolution(leak.When("04-08 18:00")));
        leak.Do("04-08 14:20", Scene.Customer, new Note("CustomerConfirmed"));
        leak.Do("04-08 14:30", engineer, new GiveFeedback());
        leak.Do("04-09 10:30", agent, new RecordFollowUp("Satisfied", "Call"));
        leak.Do("04-09 10:40", agent, new Archive(null));

        Assert.Equal("DEV-SLA-01 | Hours(24) | dev | 2026-03-28 10:20 | 2026-03-29 05:32 | 2026-03-29 10:20 | Met | 2026-03-28 16:00", leak.Row("contact-24h"));
        Assert.Equal("DEV-SLA-02 | BusinessDays(1) | dev | 2026-03-28 10:20 | 2026-03-30 09:00 | 2026-03-30 18:00 | Met | 2026-03-28 16:00", leak.Row("contact-workday"));
        Assert.Equal("COM-PROC-10 | Fixed | dev | 2026-03-29 14:30 | — | 2026-04-01 18:00 | Met | 2026-04-01 15:30", leak.Row("completion"));
        Assert.Equal("DEV-FU-01 | Days(3) | dev | 2026-04-01 16:00 | 2026-04-03 09:00 | 2026-04-03 18:00 | Met | 2026-04-02 10:00", leak.Row("dev-3d.due"));
        Assert.Equal("COM-FU-04 | Hours(24) | dev | 2026-04-02 10:00 | 2026-04-03 05:12 | 2026-04-03 10:00 | Met | 2026-04-02 11:00", leak.Row("contact-24h#2"));
        Assert.Equal("DEV-FU-01 | OpenDay(1) | dev | 2026-04-08 14:30 | — | 2026-04-09 09:00 | Reached | 2026-04-09 09:00", leak.Row("dev-3d.opens#2"));
        Assert.Equal("DEV-FU-01 | Days(3) | dev | 2026-04-08 14:30 | 2026-04-10 09:00 | 2026-04-10 18:00 | Met | 2026-04-09 10:30", leak.Row("dev-3d.due#2"));
        Recount.Check(leak);
    }

    [Fact]
    public void COM_TIME_14_variant_a_shorter_limit_of_a_later_version_is_for_new_reports_only_also_after_reopening()
    {
        var text = Packs.Files.Single(f => f.FileName == "real-estate-developer.yaml").Text
            .Replace("version: 1.0.0", "version: 1.1.0", StringComparison.Ordinal)
            .Replace("effectiveFrom: 2026-01-01T00:00:00+08:00", "effectiveFrom: 2026-04-02T00:00:00+08:00", StringComparison.Ordinal)
            .Replace("FeedbackGiven], clock: Hours, amount: 24, calendar: dev, ladder: dev-default, reopens: true, ruleIds: [DEV-SLA-01]", "FeedbackGiven], clock: Hours, amount: 12, calendar: dev, ladder: dev-default, reopens: true, reason: 业主大会要求, ruleIds: [DEV-SLA-01]", StringComparison.Ordinal);
        var library = PackLibrary.Load(Packs.Files.Append(("real-estate-developer-1.1.yaml", text)));
        PolicyPack At(string time) => library.InForce("real-estate-developer", null, Support.At.China(time));
        Assert.Equal(("1.0.0", "1.1.0"), (At("2026-04-01 23:59").Reference.Version, At("2026-04-02 00:00").Reference.Version));

        var agent = Scene.Staff("xiao-gu", "CustomerRelations");
        var old = new Scene(At("2026-03-28 10:20"));
        old.Receive("03-28 10:20", "Phone", agent, type: "Repair");
        old.Do("03-28 10:30", agent, new Classify("Repair", "WaterLeak", "Ordinary", []));
        old.Do("03-28 16:00", agent, new StartInvestigation());
        old.Do("03-29 14:30", agent, new ProposeSolution("Repair", null));
        old.Do("03-29 14:30", agent, new AgreeSolution(old.When("04-01 18:00")));
        old.Do("04-01 15:50", Scene.Customer, new Note("CustomerConfirmed"));
        old.Do("04-01 16:00", agent, new GiveFeedback());
        Assert.Null(library.SuccessorOf(old.State, old.When("04-02 09:00")));
        old.Do("04-02 10:00", agent, new RecordFollowUp("Dissatisfied", "Call"));
        Assert.Equal("COM-FU-04 | Hours(24) | dev | 2026-04-02 10:00 | 2026-04-03 05:12 | 2026-04-03 10:00 | Running | —", old.Row("contact-24h#2"));

        var fresh = new Scene(At("2026-04-02 10:20"));
        fresh.Receive("04-02 10:20", "Phone", agent, type: "Repair");
        Assert.Equal("DEV-SLA-01 | Hours(12) | dev | 2026-04-02 10:20 | 2026-04-02 19:56 | 2026-04-02 22:20 | Running | —", fresh.Row("contact-24h"));
    }

    [Fact]
    public void CTR_SLA_01_and_02_progress_is_promised_within_48_hours_and_the_limit_still_counts()
    {
        var lin = Scene.Staff("lin-tao", "CentreAgent");
        var money = new Scene(Packs.Of("project-service", "contact-centre"));
        money.Receive("03-31 23:10", "QQ", Scene.Customer, "lin-tao");
        money.Do("03-31 23:11", lin, new Reply());
        money.Do("03-31 23:12", lin, new Classify("Consultation", "Other", "Ordinary", []));
        money.Do("03-31 23:13", lin, new AskThirdParty("Product"));
        Assert.Equal("sla.warning → lin-tao", Scene.Notices(money.Wait("04-02 13:34")));
        Assert.Equal("CTR-SLA-02", money.Refused("04-02 19:30", lin, new PromiseReply(money.When("04-04 19:31"))).RuleId);
        money.Do("04-02 19:30", lin, new PromiseReply(money.When("04-04 19:00")));
        Assert.Equal("sla.breached → lin-tao, sla.breached → ResponsiblePerson", Scene.Notices(money.Wait("04-02 23:11")));
        money.Do("04-03 11:00", lin, new Note("SolutionKnown"));
        money.Do("04-03 14:00", lin, new ProposeSolution("Explanation", null));
        money.Do("04-03 14:00", Scene.Customer, new RefuseSolution());
        money.Do("04-03 18:30", lin, new GiveFeedback());

        Assert.Equal("CTR-SLA-01 | Hours(48) | centre | 2026-03-31 23:10 | 2026-04-02 13:34 | 2026-04-02 23:10 | Breached | 2026-04-03 14:00", money.Row("case-reply-48h"));
        Assert.Equal("CTR-SLA-02 | Fixed | centre | 2026-04-02 19:30 | — | 2026-04-04 19:00 | Met | 2026-04-03 14:00", money.Row("promised-reply"));
        Assert.Equal("CTR-SLA-01 | Hours(48) | centre | 2026-04-03 11:00 | 2026-04-05 01:24 | 2026-04-05 11:00 | Met | 2026-04-03 14:00", money.Row("after-solution-48h"));
        Assert.Equal("CTR-FU-01 | Hours(48) | centre | 2026-04-03 18:30 | 2026-04-05 08:54 | 2026-04-05 18:30 | Running | —", money.Row("follow-up-interval"));
        Recount.Check(money);
    }
}
