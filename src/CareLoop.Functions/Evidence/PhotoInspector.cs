using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Evidence;

/// <summary>Judges a file by its content, never by its name alone (COM-INT-09).</summary>
public static class PhotoInspector
{
    private static readonly Dictionary<string, string> TypeByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = JpegFile.MediaType,
        [".jpeg"] = JpegFile.MediaType,
        [".png"] = PngFile.MediaType,
    };

    /// <param name="fileName">As the sender named it; only its extension is looked at.</param>
    /// <param name="declaredType">Content type the sender gave, or null.</param>
    /// <param name="bytes">The whole file.</param>
    /// <param name="rules">What the handbook accepts.</param>
    public static PhotoCheck Inspect(string? fileName, string? declaredType, byte[] bytes, IntakeRules rules)
    {
        if (bytes.Length > rules.MaxPhotoBytes)
        {
            return TooLarge(rules);
        }

        var type = JpegFile.Looks(bytes) ? JpegFile.MediaType : PngFile.Looks(bytes) ? PngFile.MediaType : null;
        if (type is null || !rules.PhotoTypes.Contains(type))
        {
            return new PhotoCheck.Refused("not-a-photo", new(
                $"文件内容不是可接收的照片,请上传 {string.Join("、", rules.PhotoTypes)}。",
                $"The content is not a photo we accept; send {string.Join(" or ", rules.PhotoTypes)}."));
        }

        var claimed = TypeByExtension.GetValueOrDefault(Path.GetExtension(fileName ?? string.Empty)) ?? declaredType;
        if (claimed is not null && claimed != type && claimed.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            return new PhotoCheck.Refused("name-differs-from-content", new(
                $"文件名或类型({claimed})与内容({type})不符,请发送原始照片。",
                $"Name or type ({claimed}) and content ({type}) differ; send the original photo."));
        }

        return type == JpegFile.MediaType ? JpegFile.Clean(bytes) : PngFile.Clean(bytes);
    }

    /// <summary>The refusal of a file beyond the handbook's size.</summary>
    public static PhotoCheck.Refused TooLarge(IntakeRules rules) => new("too-large", new(
        $"图片超出限制:单张不超过 {rules.MaxPhotoBytes / (1024 * 1024)} MB。",
        $"The photo is over the limit of {rules.MaxPhotoBytes / (1024 * 1024)} MB."));

    /// <summary>The refusal of one photo more than the handbook allows.</summary>
    public static PhotoCheck.Refused TooMany(IntakeRules rules) => new("too-many", new(
        $"图片超出限制:每次最多 {rules.MaxPhotos} 张。",
        $"At most {rules.MaxPhotos} photos at a time."));

    internal static PhotoCheck.Refused Damaged { get; } = new("damaged", new(
        "照片不完整或已损坏,请重新拍摄或重新发送。",
        "The photo is incomplete or damaged; take or send it again."));
}
