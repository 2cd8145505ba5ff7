using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace CareLoop.Functions.Api;

/// <summary>Opaque page cursors: storage's own continuation, made safe for a URL and bound to the question it continues.</summary>
internal static class Cursor
{
    internal const string Parameter = "cursor";

    /// <exception cref="ApiProblem">Not a cursor of ours, or one of another question.</exception>
    public static string? Read(HttpRequest request)
    {
        if (request.Query[Parameter].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        var mark = MarkOf(request);
        try
        {
            if (Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text)) is var cursor && cursor.StartsWith(mark, StringComparison.Ordinal))
            {
                return cursor[mark.Length..];
            }
        }
        catch (FormatException)
        {
            // Answered below like any other cursor that is not ours.
        }

        throw NotOurs();
    }

    /// <summary>A cursor that is the number the next page begins with; null on the first.</summary>
    /// <exception cref="ApiProblem">Not a cursor of ours, or one of another question.</exception>
    public static long? ReadNumber(HttpRequest request) =>
        Read(request) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw NotOurs();

    /// <summary>The link to the next page of the same question; null on the last.</summary>
    public static string? Link(HttpRequest request, string? continuation)
    {
        if (string.IsNullOrEmpty(continuation))
        {
            return null;
        }

        var cursor = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(MarkOf(request) + continuation));
        return QueryHelpers.AddQueryString(request.Path, [.. Question(request), KeyValuePair.Create(Parameter, new StringValues(cursor))]);
    }

    private static ApiProblem NotOurs() => new(ProblemKind.RequestInvalid)
    {
        Errors = [new FieldError(Parameter, new("请使用上一页返回的 next 链接。", "Use the next link of the page before."))],
    };

    private static IEnumerable<KeyValuePair<string, StringValues>> Question(HttpRequest request) => request.Query.Where(pair => pair.Key != Parameter);

    private static string MarkOf(HttpRequest request)
    {
        var question = QueryHelpers.AddQueryString(request.Path, Question(request).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..8];
    }
}
