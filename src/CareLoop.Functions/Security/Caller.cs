using System.Collections.Immutable;
using CareLoop.Domain.Cases;

namespace CareLoop.Functions.Security;

/// <summary>Who is calling, as a valid token says.</summary>
/// <param name="Actor">The actor that commands are recorded under.</param>
/// <param name="Organisation">The organisation the token is for.</param>
/// <param name="Sites">Sites a member of staff works for; empty for customers.</param>
public sealed record Caller(Actor Actor, string Organisation, ImmutableArray<string> Sites)
{
    public bool IsCustomer => Actor.Kind == ActorKind.Customer;

    public bool IsStaff => Actor.Kind == ActorKind.Staff;
}
