using System.Collections.Immutable;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Security;

/// <summary>Who is calling, as a valid token says.</summary>
/// <param name="Actor">The actor that commands are recorded under.</param>
/// <param name="Organisation">The organisation the token is for.</param>
/// <param name="Sites">Sites a member of staff works for; empty for customers.</param>
/// <param name="Kinds">What lets the caller in: customer, tracking link, or the access roles of staff.</param>
/// <param name="TrackedCase">The one case a tracking token shows; null for everybody else.</param>
public sealed record Caller(Actor Actor, string Organisation, ImmutableArray<string> Sites, CallerKinds Kinds, string? TrackedCase = null)
{
    /// <summary>The function that was called, for the audit record.</summary>
    public string Route { get; init; } = string.Empty;

    /// <summary>A customer, also one who only holds a tracking link.</summary>
    public bool IsCustomer => Actor.Kind == ActorKind.Customer;

    public bool IsStaff => Actor.Kind == ActorKind.Staff;

    public bool Is(CallerKinds kinds) => (Kinds & kinds) != 0;
}
