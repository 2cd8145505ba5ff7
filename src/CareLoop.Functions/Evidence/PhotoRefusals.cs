using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Evidence;

/// <summary>Why a file is not kept, in codes that stay and words for people.</summary>
internal static class PhotoRefusals
{
    public static PhotoCheck.Refused Damaged { get; } = Of(
        "damaged", "照片不完整或已损坏,请重新拍摄或重新发送。", "The photo is incomplete or damaged; take or send it again.");

    public static PhotoCheck.Refused TrailingData { get; } = Of(
        "trailing-data", "照片结尾之后另有内容,请发送相机的原始照片。", "Something else follows the end of the photo; send the photo as the camera made it.");

    public static PhotoCheck.Refused MoreThanOnePicture { get; } = Of(
        "more-than-one-picture", "文件含有多帧或多张画面(动图、连拍),请逐张发送照片。", "The file holds several pictures, such as an animation or a burst; send single photos.");

    public static PhotoCheck.Refused TooManyPixels { get; } = Of(
        "too-many-pixels",
        $"画面尺寸超出限制:每边不超过 {PictureLimits.MaxSide} 像素,总计不超过 {PictureLimits.MaxPixels / 1_000_000} 百万像素。",
        $"The picture is over the limit of {PictureLimits.MaxSide} pixels a side and {PictureLimits.MaxPixels / 1_000_000} megapixels.");

    public static PhotoCheck.Refused UnusualCoding { get; } = Of(
        "unusual-coding", "照片使用了一般设备无法显示的编码,请另存为普通照片后发送。", "The photo is coded in a way that few devices can show; save it as an ordinary photo and send that.");

    public static PhotoCheck.Refused TooComplex { get; } = Of(
        "too-complex", "文件结构异常复杂,请重新拍摄或另存后发送。", "The file is built in an unusually complicated way; take the photo again, or save it anew and send that.");

    /// <summary>The content is none of the handbook's types.</summary>
    public static PhotoCheck.Refused NotAPhoto(IntakeRules rules) => Of(
        "not-a-photo",
        $"文件内容不是可接收的照片,请上传 {string.Join("、", rules.PhotoTypes)}。",
        $"The content is not a photo we accept; send {string.Join(" or ", rules.PhotoTypes)}.");

    public static PhotoCheck.Refused NameDiffers(string claimed, string actual) => Of(
        "name-differs-from-content",
        $"文件名或类型({claimed})与内容({actual})不符,请发送原始照片。",
        $"Name or type ({claimed}) and content ({actual}) differ; send the original photo.");

    /// <summary>Beyond the handbook's size.</summary>
    public static PhotoCheck.Refused TooLarge(IntakeRules rules) => Of(
        "too-large",
        $"图片超出限制:单张不超过 {rules.MaxPhotoBytes / (1024 * 1024)} MB。",
        $"The photo is over the limit of {rules.MaxPhotoBytes / (1024 * 1024)} MB.");

    /// <summary>One photo more than the handbook allows.</summary>
    public static PhotoCheck.Refused TooMany(IntakeRules rules) => Of(
        "too-many", $"图片超出限制:每次最多 {rules.MaxPhotos} 张。", $"At most {rules.MaxPhotos} photos at a time.");

    private static PhotoCheck.Refused Of(string code, string chinese, string english) => new(code, new LocalText(chinese, english));
}

/// <summary>Ends the inspection of a file; <see cref="PhotoInspector"/> turns it into the answer.</summary>
internal sealed class UnfitPhotoException(PhotoCheck.Refused refusal) : Exception(refusal.Code)
{
    public PhotoCheck.Refused Refusal { get; } = refusal;
}
