using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Limits, steps and conditions that one handbook alone knows.</summary>
public sealed class PackLimitTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");

    [Fact]
    public void MALL_SLA_03_a_visitor_at_the_desk_is_recorded_and_answered_on_the_spot_else_the_cycle_runs()
    {
        var desk = Scene.Staff("zhou-jie", "FrontDeskAgent");
        var question = new Scene(Packs.Mall);
        question.Receive("03-04 10:12", "FrontDesk", desk, desk.Id);
        question.Do("03-04 10:13", desk, new Classify("Consultation", "ProductQuality", "Ordinary", []));
        question.Do("03-04 10:20", desk, new GiveFeedback());
        question.Do("03-04 10:21", desk, new Archive(null));
        Assert.Equal(CaseStatus.Archived, question.State.Status);

        var complaint = new Scene(Packs.Mall);
        complaint.Receive("03-04 10:12", "FrontDesk", desk, desk.Id);
        complaint.Do("03-04 10:13", desk, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        Assert.Equal("2026-03-05 10:12", At.Text(complaint.Deadline("cycle-24h").DueAt));
    }

    [Fact]
    public void PROP_SLA_03_a_repair_is_dispatched_in_thirty_working_minutes_and_attended_within_a_day()
    {
        var desk = Scene.Staff("xiao-lin", "FrontDeskAgent");
        var tap = new Scene(Packs.Of("property-management"));
        tap.Receive("03-04 17:45", "Phone", desk, desk.Id, type: "Repair");
        tap.Do("03-04 17:46", desk, new Classify("Repair", "WaterLeak", "Ordinary", []));
        Assert.Equal(
            "PROP-SLA-03 | BusinessMinutes(30) | prop-desk | 2026-03-04 17:45 | — | 2026-03-05 08:45 | Running | —", tap.Row("repair-dispatch"));
        Assert.Equal("2026-03-05 17:45", At.Text(tap.Deadline("repair-on-site").DueAt));
        tap.Do("03-05 08:40", desk, new Dispatch("wu-qiang", tap.When("03-05 10:00")));
        tap.Do("03-05 10:05", desk, new Note("OnSiteArrived"));
        Assert.Equal((DeadlineStatus.Met, DeadlineStatus.Met), (tap.Deadline("repair-dispatch").Status, tap.Deadline("repair-on-site").Status));
    }

    [Fact]
    public void PROP_PROC_02_what_a_patrol_finds_becomes_a_case_of_whoever_found_it_without_a_first_reply()
    {
        var steward = Scene.Staff("guan-jia", "PropertySteward");
        var lamp = new Scene(Packs.Of("property-management"));
        lamp.Receive("03-04 09:20", "Patrol", steward, type: "Repair");
        Assert.Equal(CaseStatus.Registered, lamp.State.Status);
        Assert.DoesNotContain(lamp.State.Deadlines, d => d.RuleId == "COM-CHAT-01");
        Assert.Contains(lamp.State.Deadlines, d => d.RuleId == "PROP-SLA-03");
    }

    [Fact]
    public void RET_PRICE_01_up_to_fifty_yuan_the_desk_supervisor_decides_and_above_the_store_manager_as_well()
    {
        var clerk = Scene.Staff("xiao-li", "ServiceDeskAgent");
        var supervisor = Scene.Staff("sun-zg", "ServiceDeskSupervisor");
        foreach (var (fen, status) in new[] { (5_000L, CaseStatus.Implementing), (5_001L, CaseStatus.AwaitingApproval) })
        {
            var price = new Scene(Packs.Of("retail-service", "store"));
            price.Receive("03-04 10:12", "FrontDesk", clerk, clerk.Id);
            price.Do("03-04 10:13", clerk, new Classify("PriceTag", price.Pack.Type("PriceTag").Categories is { IsEmpty: false } own ? own[0] : price.Pack.Categories[0], "Ordinary", []));
            Assert.Equal("2026-03-04 10:42", At.Text(price.Deadline("price-on-the-spot").DueAt));
            price.Do("03-04 10:15", clerk, new ProposeSolution("PriceCompensation", fen));
            price.Do("03-04 10:16", clerk, new AgreeSolution(price.When("03-04 12:00")));
            price.Do("03-04 10:17", clerk, new SubmitApproval(null));
            price.Do("03-04 10:20", supervisor, new DecideApproval(true));
            Assert.Equal(status, price.State.Status);
        }
    }

    [Fact]
    public void ECOM_SLA_06_a_complaint_is_contacted_within_two_working_hours_and_solved_within_a_day()
    {
        var agent = Scene.Staff("xiao-wei", "AfterSalesAgent");
        var shelf = new Scene(Packs.Of("e-commerce"));
        shelf.Receive("03-04 21:30", "Wangwang", agent);
        shelf.Do("03-04 21:31", agent, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        var contact = shelf.Deadline("complaint-contact");
        Assert.Equal(("2026-03-05 10:30", "2026-03-05 21:30"), (At.Text(contact.DueAt), At.Text(shelf.Deadline("complaint-solution").DueAt)));
        shelf.Do("03-05 10:30", agent, new Reply());
        shelf.Do("03-05 11:00", agent, new StartInvestigation());
        shelf.Do("03-05 12:00", agent, new ProposeSolution(shelf.Pack.SolutionKinds.First(k => !k.Pays).Id, null));
        shelf.Do("03-05 12:30", agent, new AgreeSolution(shelf.When("03-07 18:00")));
        Assert.Equal(
            (DeadlineStatus.Met, DeadlineStatus.Met), (shelf.Deadline("complaint-contact").Status, shelf.Deadline("complaint-solution").Status));
    }

    [Fact]
    public void TOB_SLA_02_what_is_not_answered_on_the_spot_gets_a_definite_time_that_is_watched()
    {
        var account = Scene.Staff("li-wei", "AccountManager");
        var shop = new Scene(Packs.Of("retail-service", "tobacco"));
        shop.Receive("03-04 10:12", "Phone", account, account.Id);
        shop.Do("03-04 10:13", account, new Classify("Consultation", shop.Pack.Categories[0], "Ordinary", []));
        shop.Do("03-04 10:15", account, new PromiseReply(shop.When("03-04 16:00")));
        var promise = shop.State.Deadlines.Single(d => d.DueAt == shop.When("03-04 16:00"));
        Assert.Equal(DeadlineStatus.Running, promise.Status);
        Assert.Contains(shop.Wait("03-04 16:01"), e => e.Type == EventTypes.DeadlineBreached && e.Data["deadline"] == promise.Id);
    }

    [Fact]
    public void EDU_SUG_01_COM_PROC_09_a_proposal_is_reviewed_within_a_month_and_its_result_told()
    {
        var agent = Scene.Staff("he-jing", "ServiceAgent");
        var idea = new Scene(Packs.Of("education-membership"));
        idea.Receive("03-04 10:12", "Phone", agent, agent.Id);
        idea.Do("03-04 10:13", agent, new Classify("Suggestion", "Other", "Ordinary", []));
        Assert.Equal("2026-04-03", At.Text(idea.Deadline("suggestion-review").DueAt)[..10]);
        idea.Do("03-20 10:00", agent, new GiveFeedback());
        Assert.Equal(DeadlineStatus.Met, idea.Deadline("suggestion-review").Status);
        idea.Do("03-20 10:05", agent, new Archive(null));
        Assert.Equal(CaseStatus.Archived, idea.State.Status);
    }

    [Fact]
    public void COM_PROC_09_every_handbook_that_takes_suggestions_answers_them_by_a_limit()
    {
        foreach (var pack in Packs.Library.Packs.Where(p => p.CaseTypes.Contains("Suggestion")))
            Assert.Contains(pack.Slas, s => s.Types.Contains("Suggestion") || s.Types.IsEmpty);
    }

    [Fact]
    public void DEV_WAR_02_preventive_maintenance_is_planned_within_five_working_days()
    {
        var engineer = Scene.Staff("shi", "WarrantyEngineer");
        var doors = new Scene(Packs.Of("real-estate-developer"));
        doors.Receive("03-04 10:12", "Phone", engineer, engineer.Id);
        doors.Do("03-04 10:13", engineer, new Classify("PreventiveMaintenance", "DoorsWindows", "Ordinary", []));
        Assert.Equal("2026-03-11 18:00", At.Text(doors.Deadline("maintenance-planned").DueAt));
        doors.Do("03-10 10:00", engineer, new Dispatch("shi", doors.When("03-12 10:00")));
        Assert.Equal(DeadlineStatus.Met, doors.Deadline("maintenance-planned").Status);
    }

    [Fact]
    public void PROJ_DISP_01_nobody_is_sent_without_a_name_and_a_time_still_to_come_and_the_customer_is_told()
    {
        var engineer = Scene.Staff("li-gong", "ServiceEngineer");
        var fault = new Scene(Packs.Of("project-service"));
        fault.Receive("03-04 10:12", "Phone", engineer, engineer.Id);
        fault.Do("03-04 10:13", engineer, new Classify("Fault", fault.Pack.Categories[0], "Ordinary", []));
        Assert.Equal("engineer", fault.Refused("03-04 10:20", engineer, new Dispatch("", fault.When("03-04 14:00"))).Field);
        Assert.Equal("arrivalAt", fault.Refused("03-04 10:20", engineer, new Dispatch("li-gong", fault.When("03-04 10:00"))).Field);
        Assert.Contains(
            $"dispatch.created → {Scene.Customer.Id}",
            Scene.Notices(fault.Do("03-04 10:25", engineer, new Dispatch("li-gong", fault.When("03-04 14:00")))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void PROJ_ACC_02_commissioning_is_not_closed_without_report_training_and_documents()
    {
        var engineer = Scene.Staff("li-gong", "ServiceEngineer");
        var system = new Scene(Packs.Of("project-service"));
        system.Receive("03-04 10:12", "Phone", engineer, engineer.Id);
        system.Do("03-04 10:13", engineer, new Classify("Commissioning", system.Pack.Categories[0], "Ordinary", []));
        system.Do("03-04 10:20", engineer, new RecordChecks("site-survey", ["form", "advice"]));
        system.Do("03-04 10:25", engineer, new Dispatch("li-gong", system.When("03-04 14:00")));
        system.Do("03-05 15:00", engineer, new RecordChecks("commissioning", ["report", "training"]));
        var shut = system.Refused("03-05 16:00", engineer, new GiveFeedback());
        Assert.Equal((RefusalReason.GateOpen, "PROJ-ACC-02"), (shut.Reason, shut.RuleId));
        Assert.Contains("documents", string.Join(' ', shut.Allowed), StringComparison.Ordinal);
        system.Do("03-05 16:10", engineer, new RecordChecks("commissioning", ["report", "training", "documents"]));
        system.Do("03-05 16:20", engineer, new GiveFeedback());
    }

    [Fact]
    public void COM_FU_06_a_follow_up_takes_every_way_of_the_handbook_and_no_other()
    {
        foreach (var mode in new[] { "Call", "Sms", "Email", "Chat", "Message", "HomeVisit" })
        {
            var answered = Answered();
            answered.Do("03-07 10:00", Chen, new RecordFollowUp("Satisfied", mode));
            Assert.Equal(mode, answered.Timeline[^1].Data["mode"]);
        }

        var refused = Answered().Refused("03-07 10:00", Chen, new RecordFollowUp("Satisfied", "Pigeon"));
        Assert.Equal((RefusalReason.UnknownValue, "mode"), (refused.Reason, refused.Field));
    }

    [Fact]
    public void COM_FU_02_a_follow_up_plan_with_six_questions_is_refused_with_what_to_do()
    {
        var text = SpoiltPack.Replace(SpoiltPack.Text("base.yaml"), "maxQuestions: 5", "maxQuestions: 6");
        var error = Assert.Throws<Domain.Handbook.HandbookException>(() => SpoiltPack.Load("base.yaml", text));
        Assert.Contains("COM-FU-02", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void PROJ_SLA_04_a_service_agreement_without_one_of_its_eleven_items_is_not_published()
    {
        var right = SpoiltPack.Text("project-service.yaml");
        foreach (var item in new[] { "scope", "serviceHours", "ways", "feedbackChannels", "timeNodes", "qualityIndices", "fees", "confidentiality", "breach", "changeAndTermination", "lawAndDisputes" })
        {
            var line = right.Split('\n').Single(l => l.StartsWith($"  {item}: ", StringComparison.Ordinal));
            var error = Assert.Throws<Domain.Handbook.HandbookException>(() => SpoiltPack.Load("project-service.yaml", SpoiltPack.Replace(right, $"{line}\n", "")));
            Assert.Contains($"'{item}'", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void COM_INT_02_COM_INT_07_a_matter_without_order_room_or_name_is_registered_all_the_same()
    {
        foreach (var pack in Packs.Library.Packs)
        {
            var matter = new Scene(pack);
            matter.Play(matter.When("03-04 10:12"), matter.Command("03-04 10:12", Scene.Customer, new ReceiveCase(
                $"{pack.NumberPrefix}-20260304-7K3QF2M9X", "demo", "site-1", pack.Reference, "WeChat", Scene.Customer.Id)));
            Assert.Equal(CaseStatus.Registered, matter.State.Status);
        }
    }

    [Fact]
    public void COM_ARC_02_a_complaint_is_archived_only_with_its_follow_up_its_cause_and_its_improvement()
    {
        var sofa = Answered();
        Assert.NotNull(sofa.Refused("03-04 15:05", Chen, new Archive("StructuralDefect", Improvement: true)));
        sofa.Do("03-07 10:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        var shut = sofa.Refused("03-07 10:05", Chen, new Archive(null, Improvement: true));
        Assert.Equal((RefusalReason.GateOpen, "COM-ARC-02", "rootCause"), (shut.Reason, shut.RuleId, Assert.Single(shut.Allowed)));
        sofa.Do("03-07 10:10", Chen, new Archive("StructuralDefect", Improvement: true));
    }

    [Fact]
    public void MALL_RET_01_a_return_is_solved_at_once_or_decided_within_a_day_and_followed_up()
    {
        var chair = new Scene(Packs.Mall);
        chair.Receive("03-04 10:12", "FrontDesk", Chen, Chen.Id);
        chair.Do("03-04 10:13", Chen, new Classify("ReturnExchange", "ProductQuality", "Ordinary", []));
        Assert.Equal("2026-03-05 10:12", At.Text(chair.State.Deadlines.Single(d => d.RuleId == "MALL-SLA-04").DueAt));
        chair.Do("03-04 10:20", Chen, new ProposeSolution("Exchange", null));
        chair.Do("03-04 10:25", Chen, new AgreeSolution(chair.When("03-05 18:00")));
        Assert.Equal(DeadlineStatus.Met, chair.State.Deadlines.Single(d => d.RuleId == "MALL-SLA-04").Status);
        chair.Do("03-05 16:00", Chen, new CompleteImplementation());
        chair.Do("03-05 16:10", Chen, new GiveFeedback());
        Assert.Equal("2026-03-08 09:00", At.Text(chair.State.FollowUp!.OpensAt));
    }

    [Fact]
    public void MALL_PROC_03_a_warning_of_the_merchant_is_on_the_timeline_of_the_case_and_not_shown_to_the_customer()
    {
        var sofa = Answered();
        sofa.Do("03-04 15:05", Scene.Staff("zhao-qiang", "ServiceCentreManager"), new Note("MerchantWarned"));
        var line = sofa.Timeline[^1];
        Assert.Equal(("MerchantWarned", "zhao-qiang"), (line.Type, line.Actor.Id));
        Assert.False(CustomerSight.ShowsEvent(line));
        Assert.Equal(RefusalReason.NotYourRole, sofa.Refused("03-04 15:06", Scene.Customer, new Note("MerchantWarned")).Reason);
    }

    [Fact]
    public void What_the_handbooks_let_people_note_has_words_on_the_timeline()
    {
        foreach (var milestone in Packs.Library.Packs.SelectMany(pack => pack.Milestones))
            Assert.NotEqual(milestone.Id, Domain.Words.Glossary.Event(milestone.Id, Domain.Words.Language.Chinese));
    }

    [Fact]
    public void EDU_OWN_01_who_takes_the_call_stays_responsible_whoever_answers_it_later()
    {
        var (taker, other) = (Scene.Staff("he-jing", "ServiceAgent"), Scene.Staff("zhang-yue", "ServiceAgent"));
        var call = new Scene(Packs.Of("education-membership"));
        call.Receive("03-04 10:12", "Phone", taker, taker.Id);
        call.Do("03-04 10:20", other, new Reply());
        call.Do("03-04 10:25", other, new Classify("Consultation", "Scheduling", "Ordinary", []));
        call.Do("03-04 11:00", other, new GiveFeedback());
        Assert.Equal("he-jing", call.State.Owner);
    }

    [Theory]
    [InlineData("property-management", "Complaint Repair Consultation Suggestion HelpRequest ServiceRequest BusinessProcedure Decoration")]
    [InlineData("education-membership", "Complaint Consultation Communication")]
    public void PROP_CLS_01_EDU_CLS_01_every_kind_of_contact_the_handbook_counts_can_be_registered(string pack, string types)
    {
        foreach (var type in types.Split(' '))
        {
            var desk = Scene.Staff("desk", Packs.Of(pack).RolesThat(Domain.Handbook.Blocks.Right.Classify)[0]);
            var matter = new Scene(Packs.Of(pack));
            matter.Receive("03-04 10:12", "Phone", desk, desk.Id);
            var categories = matter.Pack.Type(type).Categories is { IsEmpty: false } own ? own : matter.Pack.Categories;
            matter.Do("03-04 10:13", desk, new Classify(type, categories[0], "Ordinary", []));
            Assert.Equal(type, matter.State.Type);
        }
    }

    private static Scene Answered()
    {
        var sofa = new Scene(Packs.Mall);
        sofa.Receive("03-04 10:12", "Phone", Chen, Chen.Id);
        sofa.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        sofa.Do("03-04 10:30", Chen, new StartInvestigation());
        sofa.Do("03-04 15:00", Chen, new GiveFeedback());
        return sofa;
    }
}
