using CareLoop.Functions.Evidence;

namespace CareLoop.Functions.Channels;

/// <summary>A file as a platform gave it out.</summary>
/// <param name="File">In quarantine, for the caller to dispose.</param>
/// <param name="ContentType">What the platform calls it; its content decides what it is.</param>
public sealed record FetchedMedia(ReceivedFile File, string? ContentType)
{
    /// <summary>Takes an answer's body in, as far as it may go.</summary>
    /// <exception cref="MediaGoneException">It is too large.</exception>
    public static async Task<FetchedMedia> TakeAsync(HttpContent content, long maxBytes, CancellationToken cancellation)
    {
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var file = await ReceivedFile.TakeAsync(body, maxBytes, readsOn: false, cancellation);
        if (file.IsTooLarge)
        {
            await file.DisposeAsync();
            throw new MediaGoneException("too-large");
        }

        return new FetchedMedia(file, content.Headers.ContentType?.MediaType);
    }
}

/// <summary>It cannot be had any more, however often one asks: expired, taken back, too large, or at an address we do not call.</summary>
/// <param name="code">Short reason for people who look at the case, such as <c>expired</c>.</param>
public sealed class MediaGoneException(string code) : Exception($"The file cannot be had: {code}.")
{
    public string Code { get; } = code;
}

/// <summary>Fetches files by the ids of one platform. Platforms that give addresses need none.</summary>
public interface IMediaSource
{
    string Platform { get; }

    /// <exception cref="MediaGoneException">Trying again is useless. Any other exception means that it is not.</exception>
    Task<FetchedMedia> FetchAsync(ChannelAccount account, ChannelMedia media, long maxBytes, CancellationToken cancellation);
}
