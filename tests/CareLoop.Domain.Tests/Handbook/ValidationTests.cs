using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;
using static CareLoop.Domain.Tests.Support.SpoiltPack;

namespace CareLoop.Domain.Tests.Handbook;

/// <summary>Each check of policy-packs section 2.2 finds its fault, at its line, and says what to do.</summary>
public sealed class ValidationTests
{
    [Theory]
    [InlineData("V-01", "ladder: mall-default", "ladder: mall-defualt", "Did you mean 'mall-default'?")]
    [InlineData("V-01", "provisionalType: Complaint", "provisionalType: Compliant", "Did you mean 'Complaint'?")]
    [InlineData("V-01", "    exclusive: true", "    exclusiv: true", "Did you mean 'exclusive'?")]
    [InlineData("V-01", "    exclusive: true", "    exclusive: yes", "Write exclusive: true or exclusive: false.")]
    [InlineData("V-01", "    clock: SameDay", "    clock: SamDay", "Did you mean 'SameDay'?")]
    [InlineData("V-01", "  - id: first-reply", "  - id: chat-first-reply", "Give one of them another id, or delete it.")]
    [InlineData("V-01", "extends: base@1.0.0", "extends: base@1.0.1", "Did you mean 'base@1.0.0'?")]
    [InlineData("V-01", "displayName: 家具商场", "displayName: [家具商场", "Check indentation, colons, quotes and brackets on this line and the one above.")]
    [InlineData("V-02", "timeZone: Asia/Shanghai", "timeZone: Europe/Berlin", "Write timeZone: Asia/Shanghai.")]
    [InlineData("V-02", "[[\"09:00\", \"18:00\"]]", "[[\"09:00\", \"18:00\"], [\"17:00\", \"20:00\"]]", "Write each hour of a day once.")]
    [InlineData("V-02", "{ mon-sun: [[\"09:00\", \"18:00\"]] }", "{ mon-sun: [] }", "Add at least one window a week.")]
    [InlineData("V-03", "    types: [Suggestion]", "    types: [Consultation]", "Add it to types: of a limit that starts with CaseReceived and is not only a first reply.")]
    [InlineData("V-05", "    amount: 24\n    exclusive", "    amount: 0\n    exclusive", "Write a positive number, such as amount: 24.")]
    [InlineData("V-05", "    pauseIn: [WaitingCustomer]", "    pauseIn: [WaitingThirdParty]", "Take WaitingThirdParty out of pauseIn:.")]
    [InlineData("V-05", "    stop: [SolutionAgreed, FeedbackGiven]", "    stop: []", "Add stop: with the events that fulfil it.")]
    [InlineData("V-05", "    start: CaseReceived\n    stop: [SolutionAgreed, FeedbackGiven]", "    start: QuestionSent\n    stop: [SolutionAgreed, FeedbackGiven]", "Choose another start event, or pause elsewhere.")]
    [InlineData("V-06", "      - { at: due, role: ServiceCentreManager }\n      - { at: due+PT24H", "      - { at: due, role: ComplaintSpecialist }\n      - { at: due+PT24H", "Report to the superior first.")]
    [InlineData("V-06", "calledBy: [Major]\n    rungs:\n      - { at: immediate, role: ServiceCentreManager, ackMinutes: 15 }", "calledBy: [Major]\n    rungs:\n      - { at: immediate, role: ServiceCentreManager, ackMinutes: 0 }", "Write ackMinutes: with a positive number, or delete it.")]
    [InlineData("V-07", "fromExclusive: 1000 }", "fromExclusive: 20000 }", "Order the steps by fromExclusive.")]
    [InlineData("V-07", "onTimeout: notifyNext", "onTimeout: approve", "Write onTimeout: notifyNext.")]
    [InlineData("V-08", "    opensDay: 3", "    opensDay: 9", "Let opensDay be at most dueDay.")]
    [InlineData("V-08", "due: -P7D", "due: -PT7H", "Write P10D, -P21D, -P1M, PT48H, or a time of day such as \"18:00\".")]
    [InlineData("V-08", "due: P7D, mode: Right", "due: P7D, mode: Rights", "Use one of: Call, Notice, Message, Chat, Right.")]
    [InlineData("V-08", "    maxQuestions: 5", "    maxQuestions: 12", "Ask one to five.")]
    [InlineData("V-09", "comparator: \">\", target: 0.98, ruleIds: [MALL-KPI-04]", "comparator: \">\", target: 98, ruleIds: [MALL-KPI-04]", "Write 98 % as 0.98.")]
    [InlineData("V-10", "requiresRootCause: true", "requiresRootCause: false", "Write requiresRootCause: true.")]
    [InlineData("V-05", "    types: [Complaint]\n    start: CaseReceived", "    types: [Complaint]\n    start: DispatchCreated", "Choose an event that can, or add what leads to it.")]
    [InlineData("V-05", "    solutionKinds: [AdvanceCompensation]\n    start: Approved", "    solutionKinds: [Repair]\n    start: Approved", "Choose an event that can, or add what leads to it.")]
    [InlineData("V-05", "    stop: [SolutionAgreed, FeedbackGiven]", "    stop: [DispatchCreated]", "Add an event that can, such as FeedbackGiven.")]
    [InlineData("V-05", "    stop: [SolutionAgreed, FeedbackGiven]", "    stop: [CaseReceived, FeedbackGiven]", "Take the start event out of stop:.")]
    [InlineData("V-06", "    rungs:\n      - { at: due, role: ServiceCentreManager }\n      - { at: due+PT24H, role: DeputyGeneralManager }", "    rungs: []", "Add rungs, or marksOverdue: false where a limit only counts in a KPI.")]
    [InlineData("V-06", "at: noAck, role: MallGeneralManager, ackMinutes: 15", "at: noAck, role: SatisfactionSupervisor, ackMinutes: 15", "Add Comment to can: of that role, or report to another.")]
    [InlineData("V-01", "    before: [ApprovalSubmitted]", "    before: [Registered]", "Use one of: ApprovalSubmitted, CaseArchived")]
    [InlineData("V-01", "    photos: { After: 1 }", "    photos: { After: 12 }", "Write a number from 1 to 9.")]
    [InlineData("V-01", "    checkLists: [goods-intact]", "    checkLists: [goods-intakt]", "Did you mean 'goods-intact'?")]
    [InlineData("V-01", "    types: [Repair]\n    photos: { After: 1 }", "    types: [Repair]", "Add milestones:, checkLists: or photos:.")]
    [InlineData("V-01", "      - { id: parts, name: 配件, nameEn: Parts }", "      - { id: body, name: 配件, nameEn: Parts }", "Give every item an id of its own.")]
    [InlineData("V-01", "warnDays: 2, ladder: mall-authority", "warnDays: 2, ladder: mall-autority", "Did you mean 'mall-authority'?")]
    [InlineData("V-01", "  - { id: AuthorityAnswered, name: 答复主管部门", "  - { id: AuthorityHeard, name: 答复主管部门", "Use one of:")]
    [InlineData("V-13", "ruleIds: [MALL-SLA-01]", "ruleIds: [MALL-SLA-99]", "Did you mean")]
    [InlineData("V-13", "    ruleIds: [MALL-SLA-05]\n    origin: I", "    ruleIds: [MALL-SLA-05]\n    origin: X", "Add origin: S (handbook), H (heading), P (law, practice) or I (our default).")]
    public void A_fault_in_the_mall_is_found_at_its_line_with_a_remedy(string rule, string right, string wrong, string remedy)
    {
        var text = Text("furniture-mall.yaml");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var broken = Replace(text, right, wrong);
        var error = Assert.Throws<HandbookException>(() => Load("furniture-mall.yaml", broken)).Errors.First(e => e.Rule == rule);
        Assert.Equal("furniture-mall.yaml", error.File);
        Assert.InRange(error.Line, 1, broken.Split('\n').Length);
        Assert.True(error.Column >= 1);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V-11", "textEn: Case {工单编号} is archived.", "textEn: Case {编号} is archived.")]
    [InlineData("V-11", "text: 工单{工单编号}已归档。", "text: archived {工单编号}")]
    [InlineData("V-11", "text: 工单{工单编号}已归档。", "text: 工单{工单编号}已归档,否则停水。")]
    [InlineData("V-12", "text: 工单{工单编号}已归档。", "text: 工单{工单编号}已归档,会员优惠中。")]
    [InlineData("V-01", "  - id: case.archived", "  - id: case.filed")]
    [InlineData("V-20", "  longestSeconds: 40", "  longestSeconds: 10")]
    [InlineData("V-20", "  longestSeconds: 40", "  longestSeconds: 7200")]
    [InlineData("V-20", "  quietSeconds: 15", "  quietSeconds: 0")]
    [InlineData("V-20", "    rest: 8\n", "")]
    [InlineData("V-20", "keywords: [进度, 进展, 到哪一步, 处理得怎么样, 处理的怎么样, 怎么样了, 有结果吗]", "keywords: []")]
    [InlineData("V-20", "occasion: Greeting, hours: Closed", "occasion: Greeting")]
    [InlineData("V-01", "means: Progress", "means: Progres")]
    [InlineData("V-01", "template: chat.nocase", "template: chat.nocases")]
    public void A_fault_in_a_template_or_in_the_rules_of_chats_is_found(string rule, string right, string wrong) =>
        Assert.Contains(Assert.Throws<HandbookException>(() => Load("base.yaml", Replace(Text("base.yaml"), right, wrong))).Errors, e => e.Rule == rule);

    [Fact]
    public void V_01_the_place_is_the_line_and_column_of_the_value()
    {
        var error = Assert.Throws<HandbookException>(() => Load("furniture-mall.yaml", Replace(Text("furniture-mall.yaml"), "calendar: mall ", "calendar: maul "))).Errors
            .First(e => e.Message.Contains("maul", StringComparison.Ordinal));
        var line = Replace(Text("furniture-mall.yaml"), "calendar: mall ", "calendar: maul ").Split('\n')[error.Line - 1];
        Assert.StartsWith("maul", line[(error.Column - 1)..], StringComparison.Ordinal);
    }

    [Fact]
    public void V_04_a_status_from_which_archive_is_unreachable_is_found()
    {
        var removal = "\ntransitions:\n  - { from: FollowUpPending, to: FollowUpCompleted, remove: true, ruleIds: [COM-FU-01], origin: I }\n  - { from: FollowUpPending, to: Reopened, remove: true, ruleIds: [COM-FU-01], origin: I }\n";
        var errors = Assert.Throws<HandbookException>(() => Load("furniture-mall.yaml", Text("furniture-mall.yaml") + removal)).Errors;
        Assert.Contains(errors, e => e.Rule == "V-04" && e.Message.Contains("FollowUpPending", StringComparison.Ordinal));
    }

    [Fact]
    public void V_20_a_fault_in_the_rules_of_chats_is_found_at_its_line_with_a_remedy()
    {
        var text = Replace(Text("base.yaml"), "occasion: Person, hours: Closed", "occasion: Person");
        var error = Assert.Throws<HandbookException>(() => Load("base.yaml", text)).Errors.First(e => e.Rule == "V-20");
        Assert.Contains("occasion: Person", text.Split('\n')[error.Line - 1], StringComparison.Ordinal);
        Assert.Equal("Keep one, or give them different hours: Open and Closed.", error.Remedy);
    }

    [Fact]
    public void V_14_a_stated_limit_with_another_value_is_a_warning()
    {
        var library = Load("furniture-mall.yaml", Replace(Text("furniture-mall.yaml"), "    amount: 24\n    exclusive", "    amount: 12\n    exclusive"));
        Assert.Contains(library.Findings, f => f is { Rule: "V-14", Kind: FindingKind.Warning });
    }

    [Fact]
    public void V_16_missing_holidays_of_the_next_year_are_a_warning_from_december_on()
    {
        Assert.DoesNotContain(Packs.Library.Check(At.China("2026-11-30 12:00")), f => f.Rule == "V-16");
        Assert.Contains(Packs.Library.Check(At.China("2026-12-01 00:00")), f => f.Rule == "V-16");
    }

    [Theory]
    [InlineData("mode: HomeVisit, rule", "mode: HomeVisits, rule", "HomeVisits")]
    [InlineData("when: [Major, Repeat, SecondDissatisfied]", "when: [Major, Repeats, SecondDissatisfied]", "Repeats")]
    [InlineData("reservedFor: ServiceCentreManager", "reservedFor: CentreManager", "CentreManager")]
    [InlineData("calledBy: [Reception]", "calledBy: [Receptions]", "Receptions")]
    public void V_01_ways_to_ask_conditions_of_visits_and_whom_a_matter_is_reserved_for_exist(string right, string wrong, string named)
    {
        var found = Assert.Throws<HandbookException>(() => MallVariants.Version("2.0.0", (right, wrong))).Errors;
        Assert.Contains(found, f => f.Rule == "V-01" && f.Message.Contains($"'{named}'", StringComparison.Ordinal));
    }

    [Fact]
    public void V_15_promised_hours_without_a_shift_are_a_warning_at_their_line_and_column()
    {
        const string Hours = "    weekly: { mon-sun: [[\"09:00\", \"18:00\"]] }\n";
        var text = Replace(Text("furniture-mall.yaml"), Hours, Hours + "    shifts: [[\"09:00\", \"12:00\"], [\"13:00\", \"17:30\"]]\n");
        var gaps = Load("furniture-mall.yaml", text).Findings;
        Assert.Equal(["V-15", "V-15"], gaps.Select(f => f.Rule));
        Assert.Equal(["'mall' promises 12:00–13:00, but no shift covers it.", "'mall' promises 17:30–18:00, but no shift covers it."], gaps.Select(f => f.Message));
        Assert.All(gaps, f => Assert.Equal((FindingKind.Warning, Line(text, "    shifts:"), 13), (f.Kind, f.Line, f.Column)));
    }

    [Fact]
    public void V_17_a_softer_limit_on_the_same_events_is_a_warning_at_its_line_and_column()
    {
        const string Softer = "  - { id: cycle-soft, name: 处理周期(软), types: [Complaint], start: CaseReceived, stop: [SolutionAgreed, FeedbackGiven], clock: BusinessDays, amount: 2, calendar: mall, ladder: mall-default, ruleIds: [MALL-SLA-01], origin: I }\n";
        var text = Replace(Text("furniture-mall.yaml"), "slas:\n", "slas:\n" + Softer);
        var finding = Assert.Single(Load("furniture-mall.yaml", text).Findings);
        Assert.Equal(("V-17", FindingKind.Warning, Line(text, "  - id: cycle-24h"), 5), (finding.Rule, finding.Kind, finding.Line, finding.Column));
        Assert.Equal("'cycle-soft' (BusinessDays(2)) and 'cycle-24h' (Hours(24)) limit the same.", finding.Message);
    }

    [Fact]
    public void V_11_a_text_longer_than_its_field_is_found()
    {
        var text = Replace(Text("base.yaml"), "    text: 工单{工单编号}已归档。", "    maxLength: 8\n    text: 工单{工单编号}已归档。");
        Assert.Contains(Assert.Throws<HandbookException>(() => Load("base.yaml", text)).Errors, e => e.Rule == "V-11" && e.Message.EndsWith("the field takes 8.", StringComparison.Ordinal));
    }

    [Fact]
    public void COM_TIME_01_another_time_zone_is_refused_at_its_place()
    {
        var text = Replace(Text("furniture-mall.yaml"), "timeZone: Asia/Shanghai", "timeZone: Asia/Tokyo");
        var error = Assert.Single(Assert.Throws<HandbookException>(() => Load("furniture-mall.yaml", text)).Errors);
        Assert.Equal(("V-02", Line(text, "timeZone:"), 11), (error.Rule, error.Line, error.Column));
    }

    [Fact]
    public void V_18_a_new_version_lists_what_changes()
    {
        var newer = Replace(Text("real-estate-developer.yaml"), "version: 1.0.0", "version: 1.1.0").Replace("2026-01-01T00", "2026-04-02T00", StringComparison.Ordinal);
        newer = Replace(newer, "clock: Hours, amount: 24, calendar: dev, ladder", "clock: Hours, amount: 12, calendar: dev, ladder");
        var library = PackLibrary.Load(Packs.Files.Where(f => f.FileName is "base.yaml" or "real-estate-developer.yaml").Append(("newer.yaml", newer)));
        Assert.Contains(library.Findings, f => f.Rule == "V-18" && f.Message.Contains("from Hours(24) to Hours(12)", StringComparison.Ordinal));
        Assert.Equal("1.0.0", library.InForce("real-estate-developer", null, At.China("2026-04-01 23:59")).Reference.Version);
        Assert.Equal("1.1.0", library.InForce("real-estate-developer", null, At.China("2026-04-02 00:00")).Reference.Version);
    }

    [Fact]
    public void V_19_a_missing_item_of_the_agreement_is_found()
    {
        var broken = Replace(Text("project-service.yaml"), "  fees: 按合同;超出范围另行报价\n", "");
        Assert.Contains(Assert.Throws<HandbookException>(() => Load("project-service.yaml", broken)).Errors, e => e.Rule == "V-19" && e.Message.Contains("fees", StringComparison.Ordinal));
    }

    private static int Line(string text, string start) => 1 + Array.FindIndex(text.Split('\n'), l => l.StartsWith(start, StringComparison.Ordinal));
}
