using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CareLoop.Domain.Tests.Properties;

/// <summary>One thing that happens in a generated case: some minutes later somebody tries something.</summary>
/// <param name="Minutes">Time since the step before.</param>
/// <param name="Late">Minutes the command needs to arrive; it was accepted that much earlier.</param>
/// <param name="Who">Index into the people of the story.</param>
/// <param name="What">Index into the commands of the story.</param>
/// <param name="Detail">Picks among the details of the command.</param>
public sealed record Step(int Minutes, int Late, int Who, int What, int Detail);

/// <summary>Generates sequences of commands without knowing which of them are allowed.</summary>
public static class Story
{
    private static readonly int[] Gaps = [0, 1, 1, 15, 30, 119, 120, 600, 1440, 2880, 4320, 10080, 43200];

    /// <summary>Instead of a command: whatever brings the case on, so that stories get far.</summary>
    public const int NextSensible = -1;

    /// <summary>Instead of a command: another handbook or other holidays are in force.</summary>
    public const int OtherRules = -2;

    public static readonly Actor[] People =
    [
        Scene.Customer,
        Scene.Staff("chen-min", "ComplaintSpecialist"),
        Scene.Staff("chen-min", "ComplaintSpecialist"),
        Scene.Staff("chen-min", "ComplaintSpecialist"),
        Scene.Staff("zhao-qiang", "ServiceCentreManager"),
        Scene.Staff("zhou-jie", "FrontDeskAgent"),
        Scene.Staff("auditor", "SatisfactionSupervisor"),
        Scene.Staff("finance", "FinanceDept"),
        new(ActorKind.Customer, "customer-2", []),
    ];

    public static Arbitrary<Step[]> Any
    {
        get
        {
            var step = from gap in Gen.Elements(Gaps)
                       from late in Gen.Elements(0, 0, 0, 3, 90)
                       from who in Gen.Choose(0, People.Length - 1)
                       from what in Gen.Frequency((14, Gen.Choose(0, Commands.Count - 1)), (7, Gen.Constant(NextSensible)), (1, Gen.Constant(OtherRules)))
                       from detail in Gen.Choose(0, 11)
                       select new Step(gap, Math.Min(late, gap), who, what, detail);
            return Arb.From(step.ArrayOf(), steps => steps.Length == 0 ? [] : Shorter(steps));
        }
    }

    /// <summary>Every command, with details some of which are wrong on purpose.</summary>
    public static IReadOnlyList<Func<DateTimeOffset, int, CaseCommand>> Commands { get; } =
    [
        (_, _) => new Reply(),
        (_, d) => new Classify(Pick(d, "Complaint", "Complaint", "Repair", "Consultation", "ReturnExchange", "Nonsense"), "ProductQuality", Pick(d, "Ordinary", "Major"), d % 3 == 0 ? ["Special"] : []),
        (_, _) => new StartInvestigation(),
        (_, d) => new RecordInvestigation(Pick(d, "Upheld", "NotUpheld"), Pick(d, "Merchant", "Company", "Nemo", null), null),
        (_, _) => new AskCustomer(),
        (_, _) => new Supplement(),
        (now, d) => new ProposeSolution(Pick(d, "Exchange", "Explanation", "AdvanceCompensation", "NoReasonReturn", "Magic"), d * 100_000, d % 2 == 0 ? now.AddDays(d) : null),
        (now, d) => new AgreeSolution(d % 3 == 0 ? null : now.AddHours(d - 1)),
        (_, _) => new RefuseSolution(),
        (_, _) => new CompleteImplementation(),
        (_, _) => new GiveFeedback(),
        (_, d) => new RecordFollowUp(Pick(d, "Satisfied", "Dissatisfied", "Unreachable", "Refused", "Delighted"), "Call"),
        (_, d) => new Archive(Pick(d, "StructuralDefect", null, "X")!, d % 2 == 0 ? "MerchantNotResponding" : null),
        (_, d) => new RecordRootCause(Pick(d, "StructuralDefect", "KnowledgeGap", ""), Pick(d, null, null, "nobody", "zhou-jie")),
        (_, d) => new Comment(d % 2 == 0),
        (_, d) => d < 2 ? new Withdraw() : new Reply(),
        (_, _) => new Reopen(),
        (_, _) => new Acknowledge(),
        (_, _) => new Escalate(),
        (_, d) => new OfferTransfer(Pick(d, "zhou-jie", "zhao-qiang", "")),
        (_, _) => new AcceptTransfer(),
        (_, _) => new AcceptHandover(),
        (now, d) => new PromiseReply(now.AddHours(d - 1)),
        (_, _) => new AskThirdParty("Merchant"),
        (_, d) => new CloseThirdParty(d % 2 == 0),
        (now, d) => new Dispatch("feng", now.AddHours(d), d % 2 == 0 ? now.AddDays(d) : null),
        (_, d) => new Note(Pick(d, "OnSiteArrived", "GoodsReturned", "CustomerConfirmed", "Moonrise", "AuthorityAnswered", "Apologised")),
        (_, _) => new FailImplementation(),
        (_, d) => new SubmitApproval(Pick(d, null, "MerchantLeft", "Whim")),
        (_, d) => new RecordChecks(Pick(d, "goods-intact", "arrival"), d % 4 == 0 ? ["body", "parts", "label", "manual", "gifts"] : [Pick(d, "body", "roof")]),
        (_, d) => new DecideApproval(d % 3 != 0),
        (now, d) => new RescheduleFollowUp(now.AddHours(d)),
        (_, d) => d < 3 ? new Reject("OutOfScope") : new Comment(true),
        (_, d) => d < 2 ? new TransferOut("MarketRegulator") : new Comment(true),
        (_, d) => d < 4 ? new JoinGroup(Pick(d, "MALL-1", "")) : new LeaveGroup(),
        (_, d) => new Pay(d * 100_000),
        (_, _) => new ConfirmPayment(),
        (_, d) => d < 4 ? new ReturnPayment("AccountClosed") : new ConfirmPayment(),
        (_, d) => new OpenRecovery(Pick(d, "Deposit", "Rent", "Thin air")),
        (_, d) => new RecordRecovery(d * 50_000),
        (_, d) => d < 5 ? new HoldRetention(Pick(d, "Lawsuit", "Claim", "Whim")) : d < 10 ? new LiftHold() : new Anonymise((AnonymiseCause)(d % 2)),
        (now, d) => new EnterAuthorityDate("MarketRegulator", now.AddDays(d - 1)),
    ];

    /// <summary>Somebody who may do the next thing: a holder of every role, never the applicant of a running approval.</summary>
    public static Actor Worker(PolicyPack pack, CaseState state) =>
        new(ActorKind.Staff, state.Approval?.Applicant == "worker" ? "another-worker" : "worker", [.. pack.Roles.Select(r => r.Id)]);

    /// <summary>A person of the story with the roles of another pack that come nearest to those of the mall.</summary>
    public static Actor In(PolicyPack pack, Actor person) => pack.Reference.Id == "furniture-mall" || person.Kind == ActorKind.Customer
        ? person
        : person with { Roles = [person.Id == "zhao-qiang" ? pack.FirstRole : person.Id == "auditor" ? pack.Roles[^1].Id : pack.DefaultOwnerRole] };

    /// <summary>A command of the story with the types, categories, flags and solutions of another pack.</summary>
    public static CaseCommand In(PolicyPack pack, CaseCommand command, int detail) => command switch
    {
        _ when pack.Reference.Id == "furniture-mall" => command,
        Classify => Classified(pack, pack.CaseTypes[detail % pack.CaseTypes.Length], detail),
        ProposeSolution proposal => proposal with { Kind = pack.SolutionKinds[detail % pack.SolutionKinds.Length].Id },
        _ => command,
    };

    /// <summary>A classification the pack accepts.</summary>
    public static Classify Classified(PolicyPack pack, string type, int detail)
    {
        var categories = pack.Type(type).Categories is { IsEmpty: false } own ? own : pack.Categories;
        return new(type, categories[detail % categories.Length], pack.Severities[detail % pack.Severities.Length], detail % 3 == 0 ? [pack.Flags[detail % pack.Flags.Length]] : []);
    }

    private static T Pick<T>(int detail, params T[] choices) => choices[detail % choices.Length];

    private static IEnumerable<Step[]> Shorter(Step[] steps) =>
        Enumerable.Range(0, steps.Length).Select(i => steps.Where((_, index) => index != i).ToArray());
}
