using System.Globalization;
using System.IO.Pipelines;
using Azure;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Backup;

/// <summary>Container <c>exports</c>: for every night one manifest, and one blob per table of the run that completed it.</summary>
public sealed class ExportStore(BlobServiceClient blobs, WrappingKeys keys)
{
    public BlobContainerClient Container { get; } = blobs.GetBlobContainerClient("exports");

    public async Task<bool> IsCompleteAsync(DateOnly night, CancellationToken cancellation) =>
        await ManifestBlob(night).ExistsAsync(cancellation);

    /// <summary>The manifest of a night with its data key; null when the night has no complete export.</summary>
    /// <exception cref="InvalidDataException">It was altered.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">This process does not have its wrapping key.</exception>
    public async Task<(Manifest Manifest, byte[] DataKey)?> FindAsync(DateOnly night, CancellationToken cancellation)
    {
        if (!await IsCompleteAsync(night, cancellation))
        {
            return null;
        }

        BlobDownloadResult found = await ManifestBlob(night).DownloadContentAsync(cancellation);
        var read = Manifest.Read(
            found.Content.ToMemory().Span,
            manifest => keys.Unwrap(new WrappedKey(manifest.KeyId, manifest.WrappedKey), Place(manifest.Night, manifest.Attempt)));
        return read.Manifest.Night == night ? read : throw new InvalidDataException($"The manifest is that of {read.Manifest.Night:O}.");
    }

    /// <summary>Completes a night, unless another run was faster.</summary>
    /// <returns>Whether this manifest is the night's.</returns>
    public async Task<bool> CompleteAsync(Manifest manifest, byte[] dataKey, CancellationToken cancellation)
    {
        try
        {
            await ManifestBlob(manifest.Night).UploadAsync(
                BinaryData.FromBytes(manifest.ToBytes(dataKey)),
                new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
                cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict() || error.IsStale())
        {
            return false;
        }
    }

    /// <summary>Writes one table's blob while its rows are being read.</summary>
    public async Task<ExportedTable> WriteAsync(
        DateOnly night, string attempt, byte[] dataKey, string table, IAsyncEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{night:yyyy-MM-dd}/{attempt}/{table}.ndjson.sealed");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pipe = new Pipe();
        var production = ProduceAsync(pipe.Writer, dataKey, $"{Place(night, attempt)}/{table}", rows, stop.Token);
        try
        {
            await using var content = pipe.Reader.AsStream();
            await Container.GetBlobClient(name).UploadAsync(content, new BlobUploadOptions(), cancellation);
        }
        catch
        {
            // The error of the upload is the one to see; what produces rows for it has to end first.
            await stop.CancelAsync();
            await Task.WhenAny(production);
            throw;
        }

        var (count, bytes, hash) = await production;
        return new ExportedTable(table, name, count, bytes, hash);
    }

    /// <summary>Tells the application that its rows came from an export.</summary>
    public Task MarkRestoredAsync(DateOnly night, CancellationToken cancellation) => RestoredMark.UploadAsync(
        BinaryData.FromString(string.Create(CultureInfo.InvariantCulture, $"{night:yyyy-MM-dd}")), overwrite: true, cancellation);

    public async Task<bool> IsRestoredAsync(CancellationToken cancellation) => await RestoredMark.ExistsAsync(cancellation);

    public Task ForgetRestoredAsync(CancellationToken cancellation) => RestoredMark.DeleteIfExistsAsync(cancellationToken: cancellation);

    /// <summary>Opens a blob of an export.</summary>
    public async Task<Stream> OpenAsync(string blob, CancellationToken cancellation)
    {
        BlobDownloadStreamingResult download = await Container.GetBlobClient(blob).DownloadStreamingAsync(cancellationToken: cancellation);
        return download.Content;
    }

    /// <summary>What the seals of an attempt's data are bound to.</summary>
    public static string Place(DateOnly night, string attempt) => string.Create(CultureInfo.InvariantCulture, $"exports/{night:yyyy-MM-dd}/{attempt}");

    private BlobClient RestoredMark => Container.GetBlobClient("restored");

    private BlobClient ManifestBlob(DateOnly night) =>
        Container.GetBlobClient(string.Create(CultureInfo.InvariantCulture, $"{night:yyyy-MM-dd}/manifest.ndjson"));

    private static async Task<(long Rows, long Bytes, string Sha256)> ProduceAsync(
        PipeWriter pipe, byte[] dataKey, string place, IAsyncEnumerable<TableEntity> rows, CancellationToken cancellation)
    {
        try
        {
            await using var output = pipe.AsStream(leaveOpen: true);
            using var writer = new SealedLines.Writer(output, dataKey, place);
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                await writer.WriteAsync(row, cancellation);
            }

            var hash = await writer.CompleteAsync(cancellation);
            await pipe.CompleteAsync();
            return (writer.Rows, writer.Bytes, hash);
        }
        catch (Exception error)
        {
            await pipe.CompleteAsync(error);
            throw;
        }
    }
}
