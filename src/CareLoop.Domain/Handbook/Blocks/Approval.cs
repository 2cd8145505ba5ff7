using System.Collections.Immutable;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>Who must agree before a kind of solution is carried out (审批). Time never approves.</summary>
/// <param name="Id">Such as <c>advance-compensation</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="SolutionKinds">Kinds that need it.</param>
/// <param name="Types">Case types that need it before anything else.</param>
/// <param name="Form">Form that is submitted.</param>
/// <param name="Steps">In order.</param>
/// <param name="StepClock">Limit of each step.</param>
/// <param name="Calendar">Calendar of the limit.</param>
/// <param name="Reasons">Coded reasons of which one has to be given; empty: none is asked for (MALL-AC-02).</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Approval(
    string Id,
    LocalText Name,
    ImmutableArray<string> SolutionKinds,
    ImmutableArray<string> Types,
    string? Form,
    ImmutableArray<ApprovalStep> Steps,
    Clock StepClock,
    string Calendar,
    ImmutableArray<string> Reasons,
    Provenance Source) : IPackObject
{
    /// <summary>The steps an amount has to pass.</summary>
    public IEnumerable<ApprovalStep> StepsFor(long? amountInFen) =>
        Steps.Where(s => s.FromExclusiveFen == 0 || (amountInFen ?? 0) > s.FromExclusiveFen);
}

/// <param name="Order">1, 2, 3 …</param>
/// <param name="Role">Who decides.</param>
/// <param name="FromExclusiveFen">Needed above this amount, in fen.</param>
public sealed record ApprovalStep(int Order, string Role, long FromExclusiveFen);
