using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;
using CareLoop.Functions.Evidence;

namespace CareLoop.Functions.Intake;

/// <summary>One uploaded file, judged.</summary>
public sealed record PhotoUpload(UploadedFile Upload, PhotoCheck Check)
{
    /// <summary>Judges every file; a bad one never costs the others or the case (COM-INT-09).</summary>
    public static IReadOnlyList<PhotoUpload> Judge(IEnumerable<UploadedFile> files, IntakeRules rules)
    {
        List<PhotoUpload> photos = [];
        foreach (var file in files)
        {
            var isFull = photos.Count(photo => photo.Check is PhotoCheck.Accepted) >= rules.MaxPhotos;
            photos.Add(new PhotoUpload(file, isFull ? PhotoRefusals.TooMany(rules) : Judge(file, rules)));
        }

        return photos;
    }

    public static PhotoCheck Judge(UploadedFile file, IntakeRules rules) => file.File.IsTooLarge
        ? PhotoRefusals.TooLarge(rules)
        : PhotoInspector.Inspect(file.FileName, file.ContentType, file.File.Content, rules);

    public static IReadOnlyList<AcceptedPhoto> Accepted(IEnumerable<PhotoUpload> photos) =>
        [.. photos.Where(photo => photo.Check is PhotoCheck.Accepted).Select(photo => new AcceptedPhoto((PhotoCheck.Accepted)photo.Check, photo.Upload.File))];

    /// <summary>The files that were not kept, for the sender.</summary>
    public static IReadOnlyList<RefusedFile> Refused(IEnumerable<PhotoUpload> photos, Language language) =>
    [
        .. from photo in photos
           let refusal = photo.Check as PhotoCheck.Refused
           where refusal is not null
           select new RefusedFile(photo.Upload.FileName, refusal.Code, refusal.Reason.In(language)),
    ];
}
