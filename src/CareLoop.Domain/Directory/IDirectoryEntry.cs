namespace CareLoop.Domain.Directory;

/// <summary>Something the directory keeps under an id of its own.</summary>
public interface IDirectoryEntry
{
    /// <summary>Unique among entries of its kind.</summary>
    string Id { get; }
}
