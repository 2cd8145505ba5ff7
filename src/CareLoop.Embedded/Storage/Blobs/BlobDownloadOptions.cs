using Azure;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>When a download is wanted, and how much of it.</summary>
public sealed class BlobDownloadOptions
{
    public BlobRequestConditions? Conditions { get; set; }

    /// <summary>Some of the bytes; all of them unless set. One that begins behind the end: 416 InvalidRange.</summary>
    public HttpRange Range { get; set; }
}
