using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CareLoop.Functions.Api;

/// <summary>Opaque page cursors: storage's own continuation, made safe for a URL.</summary>
internal static class Cursor
{
    private const string Parameter = "cursor";

    /// <exception cref="ApiProblem">Not a cursor of ours.</exception>
    public static string? Read(HttpRequest request)
    {
        if (request.Query[Parameter].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text));
        }
        catch (FormatException)
        {
            throw new ApiProblem(ProblemKind.RequestInvalid) { Errors = [new FieldError(Parameter, new("请使用上一页返回的 next 链接。", "Use the next link of the page before."))] };
        }
    }

    /// <summary>The link to the next page; null on the last.</summary>
    public static string? Link(HttpRequest request, string? continuation) => string.IsNullOrEmpty(continuation)
        ? null
        : $"{request.Path}?{Parameter}={WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(continuation))}";
}
