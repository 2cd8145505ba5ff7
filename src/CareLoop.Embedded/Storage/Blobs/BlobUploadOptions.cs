namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>What an upload stores beside the content. Without conditions an existing blob is overwritten.</summary>
public sealed class BlobUploadOptions
{
    public BlobHttpHeaders? HttpHeaders { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }

    public BlobRequestConditions? Conditions { get; set; }
}
