namespace CareLoop.Domain.Cases;

/// <summary>Whether a case can lead a group that another one wants to join.</summary>
public enum IncidentStanding
{
    /// <summary>It can.</summary>
    Open,

    /// <summary>There is no case of that number at the same site.</summary>
    Unknown,

    /// <summary>It is closed.</summary>
    Closed,

    /// <summary>It belongs to a group itself.</summary>
    BelongsToGroup,

    /// <summary>The case that wants to join leads a group of its own.</summary>
    JoinerLeadsGroup,

    /// <summary>It is the very case that wants to join.</summary>
    Same,
}
