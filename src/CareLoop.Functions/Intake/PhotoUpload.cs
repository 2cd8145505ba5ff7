using CareLoop.Domain.Handbook;
using CareLoop.Functions.Evidence;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Intake;

/// <summary>One uploaded file, judged. The bytes as received are kept for their hash.</summary>
public sealed record PhotoUpload(string FileName, byte[] Received, PhotoCheck Check)
{
    /// <summary>Judges every file; a bad one never costs the others or the case (COM-INT-09).</summary>
    public static async Task<IReadOnlyList<PhotoUpload>> ReadAsync(IFormFileCollection files, IntakeRules rules, CancellationToken cancellation)
    {
        List<PhotoUpload> photos = [];
        foreach (var file in files)
        {
            photos.Add(photos.Count(photo => photo.Check is PhotoCheck.Accepted) >= rules.MaxPhotos
                ? new PhotoUpload(file.FileName, [], PhotoInspector.TooMany(rules))
                : await ReadAsync(file, rules, cancellation));
        }

        return photos;
    }

    public static IReadOnlyList<AcceptedPhoto> Accepted(IEnumerable<PhotoUpload> photos) =>
        [.. photos.Where(photo => photo.Check is PhotoCheck.Accepted).Select(photo => new AcceptedPhoto((PhotoCheck.Accepted)photo.Check, photo.Received))];

    public static async Task<PhotoUpload> ReadAsync(IFormFile file, IntakeRules rules, CancellationToken cancellation)
    {
        if (file.Length > rules.MaxPhotoBytes)
        {
            return new PhotoUpload(file.FileName, [], PhotoInspector.TooLarge(rules));
        }

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancellation);
        return new PhotoUpload(file.FileName, bytes, PhotoInspector.Inspect(file.FileName, file.ContentType, bytes, rules));
    }
}
