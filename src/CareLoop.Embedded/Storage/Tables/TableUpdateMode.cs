namespace CareLoop.Embedded.Storage.Tables;

/// <summary>Whether properties that an update doesn't name are kept or removed.</summary>
public enum TableUpdateMode
{
    /// <summary>Properties that are not named stay as they are.</summary>
    Merge = 0,

    /// <summary>The row holds exactly the given properties afterwards.</summary>
    Replace = 1,
}
