using Azure;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>When a request may change or read a blob. <c>IfNoneMatch = ETag.All</c>: only if there is none yet.</summary>
public sealed class BlobRequestConditions : RequestConditions
{
    public string? LeaseId { get; set; }
}
