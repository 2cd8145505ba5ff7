using System.Security.Cryptography;
using Azure;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Evidence;

/// <summary>An accepted photo of a case (凭证照片).</summary>
/// <param name="Hash">SHA-256 (hex) of the stored copy; its name everywhere.</param>
/// <param name="ReceivedHash">SHA-256 (hex) of the file as it was received.</param>
/// <param name="MediaType">Type by content.</param>
/// <param name="Size">Bytes of the stored copy.</param>
/// <param name="Uploader">Actor id.</param>
/// <param name="UploadedAt">When it was accepted.</param>
/// <param name="Removed">Metadata that was left out.</param>
/// <param name="Phase">Before or after the work (<see cref="CareLoop.Domain.Handbook.Blocks.Gate.Phases"/>), or null.</param>
public sealed record EvidencePhoto(
    string Hash,
    string ReceivedHash,
    string MediaType,
    long Size,
    string Uploader,
    DateTimeOffset UploadedAt,
    IReadOnlyList<string> Removed,
    string? Phase = null);

/// <summary>A photo about to be stored.</summary>
/// <param name="Photo">What is kept of it.</param>
/// <param name="Received">The file as it was received, still in quarantine.</param>
public sealed record AcceptedPhoto(PhotoCheck.Accepted Photo, ReceivedFile Received);

/// <summary>Evidence photos: a blob named by its content and a row beside the case, both written once and never changed.</summary>
public sealed class EvidenceStore(Tables tables, BlobContainerClient container)
{
    /// <summary>Stores photos that came together, their rows in one transaction; the same photo again is the first one (COM-INT-09).</summary>
    /// <returns>As stored, in the order given.</returns>
    public async Task<IReadOnlyList<EvidencePhoto>> AddAsync(
        string caseId, IReadOnlyList<AcceptedPhoto> photos, string uploader, DateTimeOffset at, CancellationToken cancellation, string? phase = null)
    {
        List<EvidencePhoto> evidence = [];
        foreach (var (photo, received) in photos)
        {
            evidence.Add(await UploadAsync(caseId, photo, received, uploader, at, cancellation) with { Phase = phase });
        }

        var distinct = evidence.DistinctBy(photo => photo.Hash).ToList();
        if (distinct.Count == 0 || await InsertAsync(caseId, distinct, cancellation))
        {
            return evidence;
        }

        // Some are there already and keep their rows: one by one.
        Dictionary<string, EvidencePhoto> stored = [];
        foreach (var photo in distinct)
        {
            stored[photo.Hash] = await tables.Cases.InsertAsync(ToRow(caseId, photo), cancellation)
                ? photo
                : await FindAsync(caseId, photo.Hash, cancellation) ?? photo;
        }

        return [.. evidence.Select(photo => stored[photo.Hash])];
    }

    private async Task<EvidencePhoto> UploadAsync(
        string caseId, PhotoCheck.Accepted photo, ReceivedFile received, string uploader, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var copy = photo.Copy.Open(received.Content);
        var evidence = new EvidencePhoto(
            Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancellation)),
            received.Hash,
            photo.MediaType,
            copy.Length,
            uploader,
            at,
            photo.Removed);
        copy.Position = 0;
        try
        {
            await Blob(caseId, evidence.Hash).UploadAsync(
                copy,
                new BlobUploadOptions
                {
                    HttpHeaders = new BlobHttpHeaders { ContentType = photo.MediaType },
                    Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                },
                cancellation);
        }
        catch (RequestFailedException error) when (error.IsConflict() || error.IsStale())
        {
            // The same content is there already: it is named by its hash.
        }

        return evidence;
    }

    /// <summary>All of the rows or none; false when one of them is there already.</summary>
    private async Task<bool> InsertAsync(string caseId, IEnumerable<EvidencePhoto> photos, CancellationToken cancellation)
    {
        try
        {
            await tables.Cases.SubmitTransactionAsync(
                photos.Select(photo => new TableTransactionAction(TableTransactionActionType.Add, ToRow(caseId, photo))), cancellation);
            return true;
        }
        catch (TableTransactionFailedException error) when (error.IsConflict())
        {
            return false;
        }
    }

    public async Task<EvidencePhoto?> FindAsync(string caseId, string hash, CancellationToken cancellation)
    {
        var found = await tables.Cases.GetEntityIfExistsAsync<TableEntity>(caseId, CaseKeys.Evidence(hash), cancellationToken: cancellation);
        return found.HasValue ? ToPhoto(found.Value!) : null;
    }

    /// <summary>All photos of a case, oldest first.</summary>
    public async Task<IReadOnlyList<EvidencePhoto>> ListAsync(string caseId, CancellationToken cancellation)
    {
        List<EvidencePhoto> photos = [];
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {caseId} and RowKey ge {CaseKeys.EvidencePrefix} and RowKey lt {CaseKeys.EvidencePrefix + "~"}");
        await foreach (var row in tables.Cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            photos.Add(ToPhoto(row));
        }

        return [.. photos.OrderBy(photo => photo.UploadedAt).ThenBy(photo => photo.Hash, StringComparer.Ordinal)];
    }

    /// <summary>Deletes all photos of a case for good: blobs first, so that a row is left to find what a crash left behind.</summary>
    public async Task DeleteAllAsync(string caseId, CancellationToken cancellation)
    {
        foreach (var photo in await ListAsync(caseId, cancellation))
        {
            await Blob(caseId, photo.Hash).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
            await tables.Cases.DeleteEntityAsync(caseId, CaseKeys.Evidence(photo.Hash), ETag.All, cancellation);
        }
    }

    /// <summary>Opens the stored copy, or a part of it, as it arrives from storage.</summary>
    public async Task<Stream> OpenAsync(string caseId, string hash, ByteRange part, CancellationToken cancellation)
    {
        BlobDownloadStreamingResult download = await Blob(caseId, hash).DownloadStreamingAsync(
            new BlobDownloadOptions { Range = new HttpRange(part.From, part.Length) }, cancellation);
        return download.Content;
    }

    private BlobClient Blob(string caseId, string hash) => container.GetBlobClient($"{caseId}/{hash}");

    private static TableEntity ToRow(string caseId, EvidencePhoto photo) => new(caseId, CaseKeys.Evidence(photo.Hash))
    {
        ["ReceivedHash"] = photo.ReceivedHash,
        ["MediaType"] = photo.MediaType,
        ["Size"] = photo.Size,
        ["Uploader"] = photo.Uploader,
        ["UploadedAt"] = photo.UploadedAt,
        ["Removed"] = string.Join(',', photo.Removed),
        ["Phase"] = photo.Phase,
    };

    private static EvidencePhoto ToPhoto(TableEntity row) => new(
        row.RowKey[CaseKeys.EvidencePrefix.Length..],
        row.Text("ReceivedHash"),
        row.Text("MediaType"),
        row.GetInt64("Size")!.Value,
        row.Text("Uploader"),
        row.GetDateTimeOffset("UploadedAt")!.Value,
        row.Text("Removed").Split(',', StringSplitOptions.RemoveEmptyEntries),
        row.GetString("Phase"));
}
