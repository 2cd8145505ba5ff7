namespace CareLoop.Embedded.Store;

/// <summary>Where tests make the disk fail or the process die. The writer calls it around every commit.</summary>
internal class StoreFaults
{
    /// <summary>An exception rolls the group back, as a full disk would.</summary>
    public virtual void BeforeCommit()
    {
    }

    /// <summary>The group is on disk and nobody has been told. An exception means that the process ends here.</summary>
    public virtual void AfterCommit()
    {
    }
}
