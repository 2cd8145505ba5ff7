using System.Collections.Immutable;

namespace CareLoop.Domain.Cases;

/// <summary>Which plane an actor comes from.</summary>
public enum ActorKind
{
    Customer,
    Staff,
    System,
}

/// <summary>Who does something to a case.</summary>
/// <param name="Kind">Customer, staff, or the system itself (deadlines).</param>
/// <param name="Id">The customer key or the staff id; never a name.</param>
/// <param name="Roles">Role identifiers of the glossary; empty for customers.</param>
public sealed record Actor(ActorKind Kind, string Id, ImmutableArray<string> Roles)
{
    /// <summary>The actor of whatever happens because time has passed.</summary>
    public static Actor System { get; } = new(ActorKind.System, "system", []);
}
