using System.Collections.Immutable;

namespace CareLoop.Domain.CarePlans;

/// <summary>Which items of a plan's check list a contact has to cover: all but those without an object.</summary>
public static class CareCheckList
{
    /// <summary>Fixing or reconfirming the multiple-intelligence test.</summary>
    public const string TestTime = nameof(TestTime);

    /// <summary>Answering what the member raised last time (对前一次客户反映的问题进行答复).</summary>
    public const string AnswerToOpinion = nameof(AnswerToOpinion);

    /// <summary>The items that apply and were not covered, in order.</summary>
    public static ImmutableArray<string> Missing(CarePlan plan, ImmutableArray<string> covered, CareFacts facts) =>
        [.. plan.CheckList.Where(i => !IsSkipped(i, facts)).Except(covered)];

    /// <summary>Covered and skipped items: the figure people read as 6/6.</summary>
    public static ImmutableArray<string> Settled(CarePlan plan, ImmutableArray<string> covered, CareFacts facts) =>
        [.. plan.CheckList.Where(i => covered.Contains(i) || IsSkipped(i, facts))];

    private static bool IsSkipped(string item, CareFacts facts) =>
        (item == TestTime && facts.TestDone) || (item == AnswerToOpinion && !facts.OpinionOpen);
}
