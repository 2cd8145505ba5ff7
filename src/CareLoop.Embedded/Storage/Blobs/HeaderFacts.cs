using System.Globalization;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>Facts that the service returns as headers.</summary>
internal static class HeaderFacts
{
    private const string MetadataPrefix = "x-ms-meta-";

    public static DateTimeOffset LastModified(ResponseHeaders headers) =>
        headers.TryGetValue("Last-Modified", out var value) ? DateTimeOffset.Parse(value, CultureInfo.InvariantCulture) : default;

    public static Dictionary<string, string> Metadata(ResponseHeaders headers) => headers
        .Where(header => header.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(header => header.Name[MetadataPrefix.Length..], header => header.Value, StringComparer.OrdinalIgnoreCase);

    public static void SetMetadata(Request request, IDictionary<string, string>? metadata)
    {
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            request.Headers.SetValue(MetadataPrefix + key, value);
        }
    }
}
