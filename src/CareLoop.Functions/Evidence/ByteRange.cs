using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CareLoop.Functions.Evidence;

/// <summary>Which bytes of a stored photo are wanted.</summary>
public readonly record struct ByteRange(long From, long Length)
{
    /// <summary>Reads the range a request asks for; several ranges at once are answered with the whole, as HTTP allows.</summary>
    /// <param name="size">Bytes of the whole.</param>
    /// <param name="tag">ETag of the whole: a range of another version (<c>If-Range</c>) is answered with the whole.</param>
    /// <param name="isPart">Whether a part is to be sent, as 206.</param>
    /// <returns>Null when nothing of what is asked for exists: 416.</returns>
    public static ByteRange? Of(HttpRequest request, long size, EntityTagHeaderValue tag, out bool isPart)
    {
        isPart = false;
        ByteRange whole = new(0, size);
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var asked)
            || !asked.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || asked.Ranges.Count != 1
            || (request.Headers.IfRange.Count > 0 && request.Headers.IfRange.ToString() != tag.ToString()))
        {
            return whole;
        }

        var range = asked.Ranges.Single();
        var from = range.From ?? size - Math.Min(size, range.To ?? 0);
        var last = Math.Min(range.From is null ? size - 1 : range.To ?? size - 1, size - 1);
        isPart = from <= last;
        return isPart ? new ByteRange(from, last - from + 1) : null;
    }
}
