namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>When a download is wanted.</summary>
public sealed class BlobDownloadOptions
{
    public BlobRequestConditions? Conditions { get; set; }
}
