namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>What anonymous readers may see of a container.</summary>
public enum PublicAccessType
{
    None = 0,
    BlobContainer = 1,
    Blob = 2,
}
