using CareLoop.Domain.Cases;
using CareLoop.Domain.Deadlines;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Cases;

/// <summary>Approve, pay, confirm, tell; and back again when the money returns.</summary>
public sealed class PaymentTests
{
    private static readonly Actor Chen = Scene.Staff("chen-min", "ComplaintSpecialist");
    private static readonly Actor Zhao = Scene.Staff("zhao-qiang", "ServiceCentreManager");
    private static readonly Actor Finance = Scene.Staff("jin-cai", "FinanceDept");
    private readonly Scene _case = new(Packs.Mall);

    [Fact]
    public void MALL_AC_04_nothing_is_paid_before_the_last_approval_nor_by_anybody_but_finance()
    {
        Propose(468_000);
        Assert.Equal(RefusalReason.NotInThisStatus, _case.Refused("03-04 12:00", Finance, new Pay(468_000)).Reason);
        _case.Do("03-04 12:05", Chen, new SubmitApproval("MerchantLeft"));
        _case.Do("03-04 12:10", Zhao, new DecideApproval(true));
        Assert.Equal(RefusalReason.NotInThisStatus, _case.Refused("03-04 12:15", Finance, new Pay(468_000)).Reason);
        _case.Do("03-04 12:20", Scene.Staff("sun", "DeputyGeneralManager"), new DecideApproval(true));
        Assert.Equal((RefusalReason.NotYourRole, "FinanceDept"), (Refuse(Chen, new Pay(468_000)).Reason, Assert.Single(Refuse(Chen, new Pay(468_000)).Allowed)));
        _case.Do("03-04 12:30", Finance, new Pay(468_000));
        Assert.Equal(DeadlineStatus.Met, _case.Deadline("compensation-paid").Status);
    }

    [Fact]
    public void MALL_AC_04_exactly_what_was_approved_is_paid_and_only_once()
    {
        Approve();
        var wrong = Refuse(Finance, new Pay(80_001));
        Assert.Equal(("amountInFen", "80001", "80000", "MALL-AC-04"), (wrong.Field, wrong.Value, Assert.Single(wrong.Allowed), wrong.RuleId));
        _case.Do("03-04 13:00", Finance, new Pay(80_000));
        Assert.Equal(RefusalReason.NotInThisStatus, Refuse(Finance, new Pay(80_000)).Reason);
    }

    [Fact]
    public void MALL_AC_04_the_customer_is_told_only_after_the_money_has_arrived()
    {
        Approve();
        Assert.Equal("payment", Assert.Single(Refuse(Chen, new GiveFeedback()).Allowed));
        Assert.Equal("payment", Assert.Single(Refuse(Chen, new CompleteImplementation()).Allowed));
        _case.Do("03-04 13:00", Finance, new Pay(80_000));
        Assert.Equal("paymentConfirmation", Assert.Single(Refuse(Chen, new GiveFeedback()).Allowed));
        var confirmed = _case.Do("03-04 14:00", Scene.Customer, new ConfirmPayment());
        Assert.Equal(["PaymentConfirmed", "ImplementationCompleted"], confirmed.Select(e => e.Type));
        _case.Do("03-04 14:30", Chen, new GiveFeedback());
        Assert.Equal(CaseStatus.FollowUpPending, _case.State.Status);
    }

    [Fact]
    public void MALL_AC_04_a_payment_that_failed_goes_back_to_paying_with_its_clock()
    {
        Approve();
        _case.Do("03-05 10:00", Finance, new Pay(80_000));
        var returned = _case.Do("03-06 10:00", Finance, new ReturnPayment("AccountClosed"));
        Assert.Equal("payment.returned → chen-min", Scene.Notices(returned.Where(e => e.Type == EventTypes.PaymentReturned)));
        Assert.Equal("MALL-AC-04 | Days(3) | mall | 2026-03-06 10:00 | 2026-03-09 09:00 | 2026-03-09 18:00 | Running | —", _case.Row("compensation-paid#2"));
        Assert.Equal("payment", Assert.Single(Refuse(Chen, new GiveFeedback()).Allowed));
        // What was claimed rests on the payment that came back.
        Assert.DoesNotContain(_case.State.Deadlines, d => d.Id == "recovery-opened" && d.EndedAt is null);
        _case.Do("03-07 10:00", Finance, new Pay(80_000));
        Assert.Equal((2, PaymentStatus.Paid), (_case.State.Payment!.Attempt, _case.State.Payment.Status));
        Assert.Equal(DeadlineStatus.Met, _case.Deadline("compensation-paid#2").Status);
    }

    [Fact]
    public void MALL_AC_04_money_that_comes_back_after_the_feedback_is_paid_again_and_followed_up_anew()
    {
        Approve();
        _case.Do("03-05 10:00", Finance, new Pay(80_000));
        _case.Do("03-05 10:05", Chen, new OpenRecovery("Deposit"));
        _case.Do("03-05 11:00", Chen, new ConfirmPayment());
        _case.Do("03-05 11:05", Chen, new GiveFeedback());
        Assert.Equal(CaseStatus.FollowUpPending, _case.State.Status);
        _case.Do("03-06 09:30", Finance, new ReturnPayment("Returned"));
        Assert.Equal((CaseStatus.Implementing, null as FollowUpTask, 0L), (_case.State.Status, _case.State.FollowUp, _case.State.Recovery!.AmountInFen));
        Assert.DoesNotContain(_case.State.Deadlines, d => d.Purpose is DeadlinePurpose.FollowUp or DeadlinePurpose.Opening && d.EndedAt is null);
        _case.Do("03-06 14:00", Finance, new Pay(80_000));
        _case.Do("03-06 14:05", Chen, new ConfirmPayment());
        _case.Do("03-06 14:10", Chen, new GiveFeedback());
        Assert.Equal("2026-03-09 09:00", At.Text(_case.State.FollowUp!.OpensAt));
        _case.Do("03-09 10:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        Assert.Equal("recoveryClaim", Assert.Single(_case.Refused("03-09 10:05", Chen, new Archive("MerchantLeft", "Bank")).Allowed));
        _case.Do("03-09 10:10", Chen, new OpenRecovery("Rent"));
        Assert.Equal(80_000, _case.State.Recovery!.AmountInFen);
        _case.Do("03-09 10:15", Chen, new Archive("MerchantLeft", "Bank"));
    }

    [Fact]
    public void MALL_AC_05_each_payment_opens_a_claim_the_same_day_and_what_comes_in_is_counted()
    {
        Approve();
        Assert.Equal(RefusalReason.NotInThisStatus, Refuse(Chen, new OpenRecovery("Deposit")).Reason);
        _case.Do("03-05 10:00", Finance, new Pay(80_000));
        Assert.Equal("MALL-AC-05 | SameDay | mall | 2026-03-05 10:00 | 2026-03-05 16:00 | 2026-03-05 18:00 | Running | —", _case.Row("recovery-opened"));
        Assert.Equal(["Deposit", "Rent", "Suit"], Refuse(Chen, new OpenRecovery("Goodwill")).Allowed.ToArray());
        _case.Do("03-05 10:02", Chen, new OpenRecovery("Deposit"));
        Assert.Equal(DeadlineStatus.Met, _case.Deadline("recovery-opened").Status);
        Assert.Equal(RefusalReason.NotInThisStatus, Refuse(Chen, new OpenRecovery("Rent")).Reason);
        Assert.Equal("amountInFen", Refuse(Finance, new RecordRecovery(80_001)).Field);
        Assert.Equal("amountInFen", Refuse(Finance, new RecordRecovery(0)).Field);
        _case.Do("03-06 10:00", Finance, new RecordRecovery(30_000));
        Assert.Equal((80_000, 30_000, false), (_case.State.Recovery!.AmountInFen, _case.State.Recovery.RecoveredInFen, _case.State.Recovery.IsSettled));
        _case.Do("03-07 10:00", Finance, new RecordRecovery(50_000));
        Assert.Equal(RefusalReason.NotInThisStatus, Refuse(Finance, new RecordRecovery(1)).Reason);
    }

    [Fact]
    public void MALL_AC_05_a_claim_is_settled_after_the_case_is_archived_and_the_case_stays_archived()
    {
        Approve();
        _case.Do("03-05 10:00", Finance, new Pay(80_000));
        _case.Do("03-05 10:02", Chen, new OpenRecovery("Suit"));
        _case.Do("03-05 10:04", Scene.Customer, new ConfirmPayment());
        _case.Do("03-05 10:10", Chen, new GiveFeedback());
        _case.Do("03-08 10:00", Chen, new RecordFollowUp("Satisfied", "Call"));
        _case.Do("03-08 10:05", Chen, new Archive("MerchantLeft"));
        var archived = _case.State.ArchivedAt;
        Assert.Equal(RetentionBar.Claim, Retention.Bar(_case.State));
        Assert.Contains("recordRecovery", CaseDecider.Allowed(_case.Pack, _case.State, Finance));

        var received = _case.Do("06-20 10:00", Finance, new RecordRecovery(30_000)).Single();
        Assert.Equal(("RecoveryReceived", CaseStatus.Archived, 2), (received.Type, received.StatusAfter, _case.State.Episode));
        Assert.Equal("amountInFen", _case.Refused("06-20 10:01", Finance, new RecordRecovery(50_001)).Field);
        _case.Do("07-20 10:00", Finance, new RecordRecovery(50_000));
        Assert.Equal((true, CaseStatus.Archived, archived, null), (_case.State.Recovery!.IsSettled, _case.State.Status, _case.State.ArchivedAt, _case.State.NextWakeAt));
        Assert.Null(Retention.Bar(_case.State));
        Assert.Equal(RefusalReason.NotInThisStatus, _case.Refused("07-21 10:00", Finance, new RecordRecovery(1)).Reason);
    }

    [Fact]
    public void MALL_AC_03_money_without_an_amount_cannot_pass_its_approvers_by()
    {
        Investigate();
        Assert.Equal((RefusalReason.Missing, "amountInFen"), (Refuse(Chen, new ProposeSolution("AdvanceCompensation", null)).Reason, Refuse(Chen, new ProposeSolution("AdvanceCompensation", null)).Field));
    }

    [Fact]
    public void A_handbook_in_which_nobody_pays_has_no_such_command()
    {
        var desk = Scene.Staff("desk", "FrontDeskAgent");
        var noise = new Scene(Packs.Of("property-management"));
        noise.Receive("03-04 10:00", "Phone", desk);
        Assert.Equal(RefusalReason.NotInThisStatus, noise.Refused("03-04 10:05", desk, new Pay(1)).Reason);
    }

    private Refusal Refuse(Actor actor, CaseCommand command) => _case.Refused($"{_case.State.LastEventAt:MM-dd HH:mm}", actor, command);

    private void Investigate()
    {
        _case.Receive("03-04 10:12", "WeChat", Scene.Customer, "chen-min");
        _case.Do("03-04 10:12", Chen, new Reply());
        _case.Do("03-04 10:25", Chen, new Classify("Complaint", "ProductQuality", "Ordinary", []));
        _case.Do("03-04 10:30", Chen, new StartInvestigation());
    }

    private void Propose(long amount)
    {
        Investigate();
        _case.Do("03-04 11:00", Chen, new ProposeSolution("AdvanceCompensation", amount));
        _case.Do("03-04 11:30", Chen, new AgreeSolution(null));
    }

    private void Approve()
    {
        Propose(80_000);
        _case.Do("03-04 12:05", Chen, new SubmitApproval("MerchantLeft"));
        _case.Do("03-04 12:10", Zhao, new DecideApproval(true));
    }
}
