using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace CareLoop.Embedded.Storage.Protocol;

/// <summary>Signs requests to the blob service, which covers verb, headers, path and query.</summary>
internal sealed class SharedKeyPolicy(StorageAccount account) : HttpPipelineSynchronousPolicy
{
    /// <summary>In the order the service expects; x-ms-date takes the place of Date.</summary>
    private static readonly string[] SignedHeaders =
    [
        "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
        "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
    ];

    public override void OnSendingRequest(HttpMessage message)
    {
        SharedKeySignature.StampDate(message.Request);
        var signature = SharedKeySignature.Sign(account, TextToSign(message.Request));
        message.Request.Headers.SetValue("Authorization", $"SharedKey {account.Name}:{signature}");
    }

    private string TextToSign(Request request)
    {
        var text = new StringBuilder(request.Method.Method).Append('\n');
        foreach (var name in SignedHeaders)
        {
            var value = request.Headers.TryGetValue(name, out var found) ? found : "";
            text.Append(name == "Content-Length" && value == "0" ? "" : value).Append('\n');
        }

        foreach (var header in request.Headers
            .Where(header => header.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .OrderBy(header => header.Name.ToLowerInvariant(), StringComparer.Ordinal))
        {
            text.Append(header.Name.ToLowerInvariant()).Append(':').Append(header.Value.Trim()).Append('\n');
        }

        var uri = request.Uri.ToUri();
        text.Append('/').Append(account.Name).Append(uri.AbsolutePath);
        foreach (var parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .OrderBy(pair => pair[0], StringComparer.Ordinal))
        {
            text.Append('\n').Append(Uri.UnescapeDataString(parameter[0]).ToLowerInvariant())
                .Append(':').Append(Uri.UnescapeDataString(parameter.ElementAtOrDefault(1) ?? ""));
        }

        return text.ToString();
    }
}
