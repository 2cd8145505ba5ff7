using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>The version of a container.</summary>
public sealed class BlobContainerInfo
{
    internal BlobContainerInfo(Response response)
    {
        ETag = response.Headers.ETag ?? default;
        LastModified = HeaderFacts.LastModified(response.Headers);
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }
}

/// <summary>The version of a blob after an upload.</summary>
public sealed class BlobContentInfo
{
    internal BlobContentInfo(Response response)
    {
        ETag = response.Headers.ETag ?? default;
        LastModified = HeaderFacts.LastModified(response.Headers);
    }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }
}

/// <summary>What is known of a blob without reading it.</summary>
public sealed class BlobProperties
{
    internal BlobProperties(ResponseHeaders headers)
    {
        ContentType = headers.ContentType;
        ContentLength = headers.ContentLengthLong ?? 0;
        ETag = headers.ETag ?? default;
        LastModified = HeaderFacts.LastModified(headers);
        Metadata = HeaderFacts.Metadata(headers);
    }

    public string? ContentType { get; }

    /// <summary>Bytes.</summary>
    public long ContentLength { get; }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }

    public IDictionary<string, string> Metadata { get; }
}

/// <summary>What is known of a blob that is being read.</summary>
public sealed class BlobDownloadDetails
{
    internal BlobDownloadDetails(ResponseHeaders headers)
    {
        ContentType = headers.ContentType;
        ContentLength = headers.ContentLengthLong ?? 0;
        ETag = headers.ETag ?? default;
        LastModified = HeaderFacts.LastModified(headers);
        Metadata = HeaderFacts.Metadata(headers);
    }

    public string? ContentType { get; }

    /// <summary>Bytes.</summary>
    public long ContentLength { get; }

    public ETag ETag { get; }

    public DateTimeOffset LastModified { get; }

    public IDictionary<string, string> Metadata { get; }
}

/// <summary>A blob's content in memory.</summary>
public sealed class BlobDownloadResult
{
    internal BlobDownloadResult(BinaryData content, BlobDownloadDetails details)
    {
        Content = content;
        Details = details;
    }

    public BinaryData Content { get; }

    public BlobDownloadDetails Details { get; }
}

/// <summary>A blob's content as it arrives. Dispose it to free the connection; a connection lost on the way is an <see cref="IOException"/>.</summary>
public sealed class BlobDownloadStreamingResult : IDisposable
{
    internal BlobDownloadStreamingResult(Stream content, BlobDownloadDetails details)
    {
        Content = content;
        Details = details;
    }

    public Stream Content { get; }

    public BlobDownloadDetails Details { get; }

    public void Dispose() => Content.Dispose();
}
