using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Api;

/// <summary>Reads a request body as one JSON object, or says exactly where it stops being one.</summary>
internal static class JsonBody
{
    /// <summary>Largest JSON body: the longest customer text several times over.</summary>
    private const int MaxBytes = 256 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <exception cref="ApiProblem">Wrong content type, too large, malformed, or not an object.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            throw UnsupportedContentType("application/json");
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBytes)
            {
                throw new ApiProblem(ProblemKind.BodyTooLarge);
            }
        }

        return Parse(buffer.ToArray());
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            Unescape(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ApiProblem(ProblemKind.JsonMalformed)
                {
                    Detail = new("请求体必须是一个 JSON 对象。", "The body must be a JSON object."),
                };
        }
        catch (InvalidOperationException)
        {
            throw new ApiProblem(ProblemKind.JsonMalformed)
            {
                Detail = new("文本中有不完整的 \\u 代理对,或不是 UTF-8。", "A text holds half a surrogate pair behind \\u, or is not UTF-8."),
            };
        }
        catch (JsonException error)
        {
            var (line, position) = ((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
            throw new ApiProblem(ProblemKind.JsonMalformed)
            {
                Detail = new($"第 {line} 行第 {position} 个字节处无法解析。", $"Cannot be parsed at line {line}, byte {position}."),
            };
        }
    }

    /// <summary>Reads every name and text once: what has no meaning as text is found here, and not wherever it is first used.</summary>
    /// <exception cref="InvalidOperationException">One of them is no text.</exception>
    private static void Unescape(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Unescape(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Unescape(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    /// <summary>What a request said, to know another one under the same Idempotency-Key.</summary>
    public static string HashOf(JsonElement body) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body)));

    public static ApiProblem UnsupportedContentType(params ImmutableArray<string> accepted) =>
        new(ProblemKind.ContentTypeUnsupported) { Allowed = accepted };
}
