using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Api;

/// <summary>The ETag of a case: the number of commands applied. A deadline's write does not change it.</summary>
internal static class EntityVersion
{
    public static string ToETag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version named by If-Match; null for none or <c>*</c>; a value we never issued matches nothing.</summary>
    public static int? Expected(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString().Trim();
        return header is "" or "*" ? null
            : int.TryParse(header.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : -1;
    }
}
