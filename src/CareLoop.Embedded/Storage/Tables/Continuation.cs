using Azure;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>Where the next page begins: two opaque headers of the service in one string for the caller.</summary>
internal static class Continuation
{
    private const string Header = "x-ms-continuation-";
    private const string Partition = "NextPartitionKey";
    private const string Row = "NextRowKey";

    /// <summary>Null after the last page. The row may be absent where a page ends with its partition.</summary>
    public static string? Of(Response response)
    {
        if (!response.Headers.TryGetValue(Header + Partition, out var partition))
        {
            return null;
        }

        return Uri.EscapeDataString(partition)
            + (response.Headers.TryGetValue(Header + Row, out var row) ? " " + Uri.EscapeDataString(row) : "");
    }

    /// <exception cref="FormatException">This is no token that <see cref="Of"/> made.</exception>
    public static IEnumerable<(string Name, string Value)> Parse(string token)
    {
        var parts = token.Split(' ');
        if (parts.Length > 2 || parts[0].Length == 0)
        {
            throw new FormatException("This continuation token is not one that a query returned.");
        }

        string[] names = [Partition, Row];
        return parts.Select((part, index) => (names[index], Uri.UnescapeDataString(part)));
    }
}
