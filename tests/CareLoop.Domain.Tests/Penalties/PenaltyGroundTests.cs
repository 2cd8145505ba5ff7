using CareLoop.Domain.Cases;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Penalties;

/// <summary>What a case says against people, and when it no longer does.</summary>
public sealed class PenaltyGroundTests
{
    private static readonly Actor He = Scene.Staff("he-jing", "ServiceAgent");
    private static readonly Actor Wei = Scene.Staff("xiao-wei", "AfterSalesAgent");

    [Fact]
    public void EDU_PEN_01_a_complaint_that_names_a_person_gives_grounds_for_the_month_the_customer_complained_in()
    {
        // Complained on the last evening of March, classified in April.
        var edu = Edu("03-31 20:35");
        edu.Do("04-01 09:10", He, Complaint("zhang-yue"));
        Assert.Equal(["staff-complaint zhang-yue True"], Said(edu));
        Assert.Equal("2026-03", PenaltyGrounds.MonthOf(edu.State));
    }

    [Theory]
    [InlineData("Complaint", "StaffService", null)]
    [InlineData("Complaint", "Teaching", "zhang-yue")]
    [InlineData("Consultation", "StaffService", "zhang-yue")]
    public void EDU_PEN_01_without_complaint_category_and_name_nothing_is_said(string type, string category, string? staff)
    {
        var edu = Edu("03-10 20:35");
        edu.Do("03-11 09:10", He, new Classify(type, category, "Ordinary", [], staff));
        Assert.Empty(edu.State.PenaltyGrounds);
    }

    [Fact]
    public void EDU_PEN_01_classifying_again_keeps_the_name_while_the_category_stays_and_takes_it_back_with_it()
    {
        var edu = Edu("03-10 20:35");
        edu.Do("03-11 09:10", He, Complaint("zhang-yue"));
        var line = edu.State.PenaltyGrounds.Single();
        edu.Do("03-11 09:30", He, new Classify("Complaint", "StaffService", "Ordinary", ["Special"]));
        Assert.Equal(line, Assert.Single(edu.State.PenaltyGrounds));
        edu.Do("03-11 09:40", He, new Classify("Complaint", "Teaching", "Ordinary", ["Special"]));
        Assert.Equal(["staff-complaint zhang-yue False"], Said(edu));
        Assert.True(edu.State.PenaltyGrounds.Single().Sequence > line.Sequence);
        edu.Do("03-11 09:50", He, Complaint("liu-yang") with { Flags = ["Special"] });
        Assert.Equal(["staff-complaint zhang-yue False", "staff-complaint liu-yang True"], Said(edu));
    }

    [Fact]
    public void EDU_PEN_01_whoever_is_named_does_not_take_the_name_back()
    {
        var edu = Edu("03-10 20:35");
        edu.Do("03-11 09:10", He, Complaint("zhang-yue"));
        var accused = Scene.Staff("zhang-yue", "ServiceAgent");
        foreach (var way in new[] { new Classify("Complaint", "Teaching", "Ordinary", []), Complaint("he-jing"), new Classify("Consultation", "StaffService", "Ordinary", []) })
            Assert.Equal((RefusalReason.OwnRequest, "EDU-PEN-01"), (edu.Refused("03-11 10:00", accused, way).Reason, edu.Outcomes[^1].Refusal!.RuleId));
        edu.Do("03-11 10:05", accused, new Classify("Complaint", "StaffService", "Ordinary", ["Difficult"]));
        Assert.Equal(["staff-complaint zhang-yue True"], Said(edu));
    }

    [Fact]
    public void Nobody_is_named_whom_the_directory_does_not_know()
    {
        var edu = Edu("03-10 20:35");
        var refusal = edu.Refused("03-11 09:10", He, Complaint("nobody"));
        Assert.Equal((RefusalReason.Impossible, "staff", "nobody"), (refusal.Reason, refusal.Field, refusal.Value));
        Assert.Null(edu.State.NamedStaff);
    }

    [Fact]
    public void ECOM_PEN_01_a_knowledge_gap_counts_when_it_is_found_and_not_again_when_the_case_is_archived()
    {
        var ecom = Ecom("BadReview");
        var refusal = ecom.Refused("03-26 15:29", Wei, new RecordRootCause("KnowledgeGap"));
        Assert.Equal((RefusalReason.Missing, "staff", "ECOM-PEN-01"), (refusal.Reason, refusal.Field, refusal.RuleId));
        var found = Assert.Single(ecom.Do("03-26 15:30", Wei, new RecordRootCause("KnowledgeGap", "xiao-qiao")));
        Assert.Equal(("RootCauseRecorded", "xiao-qiao"), (found.Type, found.Data["staff"]));
        Assert.Empty(found.Notices);
        var ground = Assert.Single(ecom.State.PenaltyGrounds);
        Assert.Equal(new PenaltyGround("one-for-one", "xiao-qiao", true, found.Sequence, found.At), ground);
        Close(ecom, new Archive("KnowledgeGap"));
        Assert.Equal(ground, Assert.Single(ecom.State.PenaltyGrounds));
    }

    [Fact]
    public void ECOM_PEN_01_another_cause_or_another_person_takes_the_first_back()
    {
        var ecom = Ecom("BadReview");
        ecom.Do("03-26 15:30", Wei, new RecordRootCause("KnowledgeGap", "xiao-qiao"));
        ecom.Do("03-26 15:40", Wei, new RecordRootCause("KnowledgeGap", "lao-he"));
        Assert.Equal(["one-for-one xiao-qiao False", "one-for-one lao-he True"], Said(ecom));
        Close(ecom, new Archive("SizeMismatch"));
        Assert.Equal(["one-for-one xiao-qiao False", "one-for-one lao-he False"], Said(ecom).Order(StringComparer.Ordinal).Reverse());
        Assert.Null(ecom.State.AtFault);
    }

    [Fact]
    public void ECOM_PEN_01_what_was_found_before_a_case_is_opened_again_stands_until_another_cause_is_found()
    {
        var ecom = Ecom("BadReview");
        ecom.Do("03-26 15:30", Wei, new RecordRootCause("KnowledgeGap", "xiao-qiao"));
        Close(ecom, new Archive(null));
        ecom.Do("04-05 10:00", Wei, new Reopen());
        ecom.Do("04-05 10:05", Wei, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        Assert.Equal((null, "one-for-one xiao-qiao True"), (ecom.State.RootCause, Said(ecom).Single()));
        ecom.Do("04-05 10:30", Wei, new RecordRootCause("SizeMismatch"));
        Assert.Equal(["one-for-one xiao-qiao False"], Said(ecom));
    }

    [Fact]
    public void ECOM_PEN_02_the_same_mistake_again_flags_the_case_and_proposes_coaching_and_a_correction_takes_both_back()
    {
        var ecom = Ecom("BadReview");
        ecom.EarlierError = "ECOM-20260301-EARLIER";
        var found = ecom.Do("03-26 15:30", Wei, new RecordRootCause("KnowledgeGap", "xiao-qiao")).Single();
        Assert.Equal("ECOM-20260301-EARLIER", found.Data["repeats"]);
        Assert.Contains(CaseFlags.RepeatError, ecom.State.Flags);
        Assert.Equal(["one-for-one xiao-qiao True", "repeat-error xiao-qiao True"], Said(ecom));
        ecom.Do("03-26 15:35", Wei, new Classify("Complaint", "BadReview", "Ordinary", ["Difficult"]));
        Assert.Contains(CaseFlags.RepeatError, ecom.State.Flags);
        ecom.EarlierError = null;
        ecom.Do("03-26 15:40", Wei, new RecordRootCause("SizeMismatch", "xiao-qiao"));
        Assert.DoesNotContain(CaseFlags.RepeatError, ecom.State.Flags);
        Assert.Equal(["one-for-one xiao-qiao False", "repeat-error xiao-qiao False"], Said(ecom));
    }

    [Fact]
    public void ECOM_PEN_02_any_cause_counts_but_only_with_somebody_who_is_responsible()
    {
        var ecom = Ecom("BadReview");
        ecom.EarlierError = "ECOM-20260301-EARLIER";
        ecom.Do("03-26 15:30", Wei, new RecordRootCause("SizeMismatch"));
        Assert.Empty(ecom.State.PenaltyGrounds);
        ecom.Do("03-26 15:31", Wei, new RecordRootCause("SizeMismatch", "xiao-qiao"));
        Assert.Equal(["repeat-error xiao-qiao True"], Said(ecom));
    }

    [Fact]
    public void EDU_PEN_01_and_ECOM_PEN_01_customers_see_no_line_about_it_and_their_notices_say_nothing()
    {
        var ecom = Ecom("BadReview");
        ecom.Do("03-26 15:30", Wei, new RecordRootCause("KnowledgeGap", "xiao-qiao"));
        Assert.DoesNotContain(ecom.Timeline.Where(CustomerSight.ShowsEvent), line => line.Type == EventTypes.RootCauseRecorded);
        Assert.DoesNotContain(ecom.Timeline.SelectMany(line => line.Notices), notice => NoticeKinds.IsConfidential(notice.Kind));
    }

    [Fact]
    public void A_case_that_names_one_after_the_other_stays_small()
    {
        var edu = Edu("03-10 20:35");
        for (var n = 0; n < 80; n++)
            edu.Do("03-11 09:10", He, Complaint($"agent-{n}"));
        Assert.InRange(edu.State.PenaltyGrounds.Length, 1, 30);
        Assert.Equal("agent-79", edu.State.PenaltyGrounds.Single(g => g.Stands).Person);
    }

    private static Classify Complaint(string staff) => new("Complaint", "StaffService", "Ordinary", [], staff);

    private static Scene Edu(string received)
    {
        var scene = new Scene(Packs.Of("education-membership"));
        scene.Receive(received, "WeChat", Scene.Customer, "he-jing");
        return scene;
    }

    private static Scene Ecom(string category)
    {
        var scene = new Scene(Packs.Of("e-commerce"));
        scene.Receive("03-26 11:20", "PlatformReview", Actor.System, "xiao-wei");
        scene.Do("03-26 11:20", Wei, new Classify("Complaint", category, "Ordinary", []));
        scene.Do("03-26 13:00", Wei, new Reply());
        return scene;
    }

    private static void Close(Scene scene, Archive archive)
    {
        scene.Do("03-26 16:00", Wei, new StartInvestigation());
        scene.Do("03-26 16:10", Wei, new GiveFeedback());
        scene.Do("03-31 09:30", Wei, new RecordFollowUp("Satisfied", "Chat"));
        scene.Do("03-31 09:35", Wei, archive);
    }

    private static IEnumerable<string> Said(Scene scene) => scene.State.PenaltyGrounds.Select(g => $"{g.Rule} {g.Person} {g.Stands}");
}
