namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>What a deletion does with the blob's snapshots.</summary>
public enum DeleteSnapshotsOption
{
    None = 0,
    IncludeSnapshots = 1,
    OnlySnapshots = 2,
}
