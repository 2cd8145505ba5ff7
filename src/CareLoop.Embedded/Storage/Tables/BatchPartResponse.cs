using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;
using CareLoop.Embedded.Storage.Protocol;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>An answer that arrived as a part of another one.</summary>
internal sealed class BatchPartResponse(int status, string reason, List<KeyValuePair<string, string>> headers, string body) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => reason;

    public override bool IsError => status >= 400;

    public override Stream? ContentStream { get; set; } = new MemoryStream(Encoding.UTF8.GetBytes(body));

    public override string ClientRequestId { get; set; } = "";

    public string? ErrorMessage => StorageErrorParser.Instance.TryParse(this, out var error, out _) ? error.Message : null;

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = headers.Find(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
