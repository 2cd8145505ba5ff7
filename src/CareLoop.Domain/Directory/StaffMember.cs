namespace CareLoop.Domain.Directory;

/// <summary>A person who works on cases.</summary>
public sealed record StaffMember : IDirectoryEntry
{
    /// <summary>What may stand in <see cref="Access"/>.</summary>
    public static IReadOnlyList<string> AccessRoles { get; } = ["agent", "supervisor", "manager", "auditor", "operator"];

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Role identifiers of the glossary.</summary>
    public IList<string> Roles { get; init; } = [];

    /// <summary>
    /// What lets the person in: <c>agent</c>, <c>supervisor</c>, <c>manager</c>, <c>auditor</c>, <c>operator</c>. Only the development issuer
    /// reads it; elsewhere the sign-in's own directory grants these.
    /// </summary>
    public IList<string> Access { get; init; } = ["agent"];

    /// <summary>Sites the person works for.</summary>
    public IList<string> Sites { get; init; } = [];

    public string? Phone { get; init; }

    /// <summary>What the person is there for in particular, as <c>kind:code</c>; see <see cref="Competence"/>.</summary>
    public IList<string> Competences { get; init; } = [];

    /// <summary>Staff id of whoever stands in when the person is absent.</summary>
    public string? Deputy { get; init; }

    /// <summary>The first day on which the person no longer works here; null while there is none.</summary>
    public DateOnly? LeftOn { get; init; }

    /// <summary>Whether the person still works here on a day.</summary>
    public bool IsHereOn(DateOnly day) => LeftOn is not { } left || day < left;
}
