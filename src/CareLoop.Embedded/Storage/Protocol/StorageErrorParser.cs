using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Protocol;

/// <summary>Finds code and message in the error answers of both services: OData JSON, XML, or only a header.</summary>
internal sealed class StorageErrorParser : RequestFailedDetailsParser
{
    public static StorageErrorParser Instance { get; } = new();

    public override bool TryParse(
        Response response,
        [NotNullWhen(true)] out ResponseError? error,
        [NotNullWhen(true)] out IDictionary<string, string>? data)
    {
        data = new Dictionary<string, string>();
        error = FromBody(response);
        if (error is null && response.Headers.TryGetValue("x-ms-error-code", out var code))
        {
            error = new ResponseError(code, null);
        }

        return error is not null;
    }

    private static ResponseError? FromBody(Response response)
    {
        if (response.ContentStream is not { CanSeek: true, Length: > 0 } body)
        {
            return null;
        }

        body.Position = 0;
        try
        {
            return response.Headers.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true
                ? FromJson(body)
                : FromXml(body);
        }
        catch (Exception unreadable) when (unreadable is JsonException or XmlException)
        {
            // A proxy's HTML page, for example: the header or the status alone must do.
            return null;
        }
        finally
        {
            body.Position = 0;
        }
    }

    private static ResponseError? FromJson(Stream body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("odata.error", out var error)
            || !error.TryGetProperty("code", out var code))
        {
            return null;
        }

        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.Object ? text.GetProperty("value") : text;
        return new ResponseError(code.GetString(), message.ValueKind == JsonValueKind.String ? message.GetString() : null);
    }

    private static ResponseError? FromXml(Stream body)
    {
        var error = XDocument.Load(body).Root;
        return error?.Element("Code") is { } code ? new ResponseError(code.Value, error.Element("Message")?.Value) : null;
    }
}
