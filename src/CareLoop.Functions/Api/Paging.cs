using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Api;

/// <summary>How every list is given: a page at a time, as long as asked for, with the link to the next.</summary>
internal static class Paging
{
    public const string Parameter = "limit";
    public const int Largest = 100;
    public const int Usual = 50;

    /// <summary>How many entries are asked for; <see cref="QueryReader.ThrowIfInvalid"/> refuses what is none.</summary>
    public static int PageSize(this QueryReader query) => query.Number(Parameter, 1, Largest) ?? Usual;

    /// <summary>How many entries are asked for of a list that takes nothing but that.</summary>
    /// <exception cref="ApiProblem">Not a number of entries, or another parameter.</exception>
    public static int SizeOf(HttpRequest request)
    {
        var query = new QueryReader(request);
        var size = query.PageSize();
        query.ThrowIfInvalid();
        return size;
    }

    /// <param name="continuation">Where storage ended; null or empty on the last page.</param>
    public static IResult Answer<T>(HttpRequest request, IEnumerable<T> items, string? continuation) =>
        Results.Json(new { Items = items, Next = Cursor.Link(request, continuation) }, ApiJson.Options);
}
