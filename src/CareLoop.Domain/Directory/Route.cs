namespace CareLoop.Domain.Directory;

/// <summary>What routing of a new case is decided on.</summary>
public sealed record RouteRequest
{
    /// <summary>Breaks ties, so that cases that come in together are spread.</summary>
    public required string CaseId { get; init; }

    public required string Site { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The role the handbook names for the channel.</summary>
    public required string OwnerRole { get; init; }

    /// <summary>Roles that may handle cases at all: asked when nobody of <see cref="OwnerRole"/> is on duty.</summary>
    public IReadOnlyCollection<string> HandlingRoles { get; init; } = [];

    /// <summary>Whether the handbook's calendar is open: staffs a site that keeps no rota.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Competences the matter asks for, as <c>kind:code</c>.</summary>
    public IReadOnlyCollection<string> Needs { get; init; } = [];

    /// <summary>Staff id of whoever took the contact himself; he is the first person asked.</summary>
    public string? AskedInPerson { get; init; }

    /// <summary>Owner of the case this one repeats (COM-ESC-03).</summary>
    public string? PreviousOwner { get; init; }
}

/// <summary>Where a new case goes, and why.</summary>
/// <param name="Owner">Who owns it; null for the pool, whose first replier becomes the owner.</param>
/// <param name="OnDutyHandler">Who acts for an owner that is not on duty now; else null.</param>
/// <param name="Reason">Recorded with the event.</param>
public sealed record Route(string? Owner, string? OnDutyHandler, RouteReason Reason);

/// <summary>Why a case went to somebody.</summary>
public enum RouteReason
{
    /// <summary>He took the contact himself (COM-OWN-01).</summary>
    FirstAsked,

    /// <summary>He owned the case that is repeated (COM-ESC-03).</summary>
    PreviousOwner,

    /// <summary>On duty in the role the handbook names, and of those who suit best the one with the fewest open cases.</summary>
    OnDuty,

    /// <summary>Nobody of that role is on duty; somebody who may handle cases is.</summary>
    OtherRole,

    /// <summary>Stands in for somebody absent.</summary>
    Deputy,

    /// <summary>On call in a gap between shifts (CTR-SHIFT-01).</summary>
    OnCall,

    /// <summary>Nobody is there: whoever gives the first human reply becomes the owner (COM-OWN-01).</summary>
    NobodyOnDuty,
}
