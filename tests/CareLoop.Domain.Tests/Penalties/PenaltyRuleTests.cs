using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Penalties;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Penalties;

/// <summary>The block <c>penalties</c> of a handbook: read, checked, explained.</summary>
public sealed class PenaltyRuleTests
{
    [Fact]
    public void EDU_PEN_01_ECOM_PEN_01_and_ECOM_PEN_02_are_what_the_shipped_handbooks_say()
    {
        var edu = PenaltyBook.Of(Packs.Of("education-membership")).Single();
        Assert.Equal(
            (new PenaltyCondition.Named("StaffService"), PenaltyKind.MonthPerformancePay, PenaltyCap.PerPersonAndMonth, "ServiceSupervisor"),
            (edu.When, edu.Kind, edu.Cap, edu.ConfirmRole));
        var (one, again) = (PenaltyBook.Of(Packs.Of("e-commerce"))[0], PenaltyBook.Of(Packs.Of("e-commerce"))[1]);
        Assert.Equal((new PenaltyCondition.Caused("KnowledgeGap"), PenaltyKind.OneForOnePenalty, PenaltyCap.PerCase), (one.When, one.Kind, one.Cap));
        Assert.Equal(
            (new PenaltyCondition.Repeated(90), PenaltyKind.CoachingTask, PenaltyCap.PerCase, new CareOffset(CareUnit.Days, 7)),
            (again.When, again.Kind, again.Cap, again.CoachedWithin!.Value));
        Assert.Equal((90, null), (PenaltyBook.RepeatDays(Packs.Of("e-commerce")), PenaltyBook.RepeatDays(Packs.Of("education-membership"))));
    }

    [Theory]
    [InlineData("condition: RootCause=KnowledgeGap", "condition: Cause=KnowledgeGap", "Write Category=StaffService, RootCause=KnowledgeGap or SameAgentAndCauseWithin90Days.")]
    [InlineData("condition: RootCause=KnowledgeGap", "condition: RootCause=KnowlegeGap", "Did you mean 'KnowledgeGap'?")]
    [InlineData("SameAgentAndCauseWithin90Days", "SameAgentAndCauseWithin0Days", "Write Category=StaffService, RootCause=KnowledgeGap or SameAgentAndCauseWithin90Days.")]
    [InlineData("proposal: OneForOnePenalty", "proposal: OneForOne", "Use one of: MonthPerformancePay, OneForOnePenalty, CoachingTask.")]
    [InlineData("proposal: OneForOnePenalty, confirmRole: ServiceSupervisor", "proposal: OneForOnePenalty, confirmRole: ServiceSupervizor", "Did you mean 'ServiceSupervisor'?")]
    [InlineData("proposal: OneForOnePenalty, confirmRole: ServiceSupervisor,", "proposal: OneForOnePenalty,", "Name the role that decides: nobody is penalised by a program.")]
    [InlineData("cap: 1 per case", "cap: 2 per case", "Use one of: 1 per case, 1 per person and month.")]
    [InlineData("types: [Complaint, BadReview], proposal", "types: [Complaint, BadRewiew], proposal", "Did you mean 'BadReview'?")]
    [InlineData("due: P7D, ruleIds: [ECOM-PEN-02]", "ruleIds: [ECOM-PEN-02]", "Write until when it has to be done, such as P7D.")]
    [InlineData("due: P7D, ruleIds: [ECOM-PEN-02]", "due: PT7H, ruleIds: [ECOM-PEN-02]", "Write until when it has to be done, such as P7D.")]
    [InlineData("cap: 1 per case", "cap: 1 per case, due: P7D", "Delete it: only coaching has a time of its own.")]
    public void A_rule_that_cannot_be_kept_is_found_at_its_line_with_a_remedy(string right, string wrong, string remedy)
    {
        var text = SpoiltPack.Text("e-commerce.yaml");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var broken = SpoiltPack.Replace(text, right, wrong);
        var errors = Assert.Throws<HandbookException>(() => SpoiltPack.Load("e-commerce.yaml", broken)).Errors;
        var error = Assert.Single(errors, e => e.Remedy.Contains(remedy, StringComparison.Ordinal));
        Assert.Equal(("V-01", "e-commerce.yaml"), (error.Rule, error.File));
        Assert.Contains(broken.Split('\n')[error.Line - 1].Trim()[..8], wrong + broken.Split('\n')[error.Line - 1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("education-membership", "Complaint", "投诉员工扣罚:分类为投诉员工并指明员工时,建议扣当月绩效工资(每人每月一次),由客服主管确认或驳回,本人除外 [EDU-PEN-01]")]
    [InlineData("e-commerce", "BadReview", "遇一罚一:原因为知识性差错时,建议遇一罚一(每单一次),由客服主管确认或驳回,本人除外 [ECOM-PEN-01]")]
    [InlineData("e-commerce", "Refund", "重复差错辅导:同一员工 90 天内再次出现同一原因时,建议辅导(每单一次),由客服主管确认或驳回,本人除外,确认后 7 个自然日内完成 [ECOM-PEN-02,默认值,待确认]")]
    public void EDU_PEN_01_ECOM_PEN_01_and_ECOM_PEN_02_are_explained_in_words(string pack, string type, string words) =>
        Assert.Contains(words, HandbookText.Explain(Packs.Of(pack), type), StringComparison.Ordinal);

    [Fact]
    public void A_type_a_rule_does_not_hold_for_does_not_speak_of_it() =>
        Assert.DoesNotContain("遇一罚一", HandbookText.Explain(Packs.Of("e-commerce"), "Refund"), StringComparison.Ordinal);
}
