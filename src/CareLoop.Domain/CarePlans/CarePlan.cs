using System.Collections.Immutable;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.CarePlans;

/// <summary>A contact that no case asks for: after a sale, before a warranty ends, with new members, on birthdays (关怀计划).</summary>
/// <param name="Id">Such as <c>onboarding-call-1</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Anchor">What it counts from.</param>
/// <param name="Opens">From then on the customer may be asked.</param>
/// <param name="Due">By then it must be done.</param>
/// <param name="Mode">How.</param>
/// <param name="Role">Who does it when nobody is named.</param>
/// <param name="CheckList">Items the contact has to cover, in order; empty where only the result counts.</param>
/// <param name="Attempts">When a customer counts as unreachable (COM-FU-03).</param>
/// <param name="Calendar">Calendar of opening and due.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record CarePlan(
    string Id,
    LocalText Name,
    CareAnchor Anchor,
    CareOffset Opens,
    CareOffset Due,
    CareMode Mode,
    string Role,
    ImmutableArray<string> CheckList,
    AttemptRule Attempts,
    string Calendar,
    Provenance Source) : IPackObject
{
    /// <summary>What makes the contact pointless once it is recorded about the same subject; null for nothing.</summary>
    public CareAnchor? EndedBy { get; init; }

    /// <summary>Whom to tell of a duty that was not done in time.</summary>
    public ImmutableArray<string> OverdueRoles { get; init; } = [];

    /// <summary>The role that hears of sales leads; null where nobody does.</summary>
    public string? LeadsTo { get; init; }
}
