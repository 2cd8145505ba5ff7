using System.Net.Mime;
using System.Text;

namespace CareLoop.Functions.Channels;

/// <summary>What to answer a platform, to the byte: some compare it, so neither quotes nor a line end may be added.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Without charset; the content is UTF-8 without a byte order mark.</param>
/// <param name="Content">The body.</param>
public sealed record PlatformAnswer(int Status, string ContentType, string Content)
{
    /// <summary>Text with status 200.</summary>
    public static PlatformAnswer Plain(string content) => new(200, MediaTypeNames.Text.Plain, content);

    /// <summary>JSON with status 200.</summary>
    public static PlatformAnswer Json(string content) => new(200, MediaTypeNames.Application.Json, content);

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Content);
}
