using System.Text;
using Azure;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>Writes an entity-group transaction: a multipart body with one change set that holds HTTP requests.</summary>
internal static class BatchBody
{
    public static BinaryData Write(TableEndpoint endpoint, List<RowRequest> requests, out string contentType)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changes = $"changeset_{Guid.NewGuid()}";
        contentType = $"multipart/mixed; boundary={batch}";
        using var body = new MemoryStream();
        Append(body, $"--{batch}\r\nContent-Type: multipart/mixed; boundary={changes}\r\n\r\n");
        for (var index = 0; index < requests.Count; index++)
        {
            Append(body, $"--{changes}\r\n");
            Append(body, Head(endpoint, requests[index], index));
            body.Write((requests[index].Body ?? default).Span);
            Append(body, "\r\n");
        }

        Append(body, $"--{changes}--\r\n\r\n--{batch}--\r\n");
        return BinaryData.FromBytes(body.ToArray());
    }

    private static string Head(TableEndpoint endpoint, RowRequest request, int index)
    {
        var head = new StringBuilder("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
            .Append($"{request.Method} {endpoint.UrlOf(request.Path)} HTTP/1.1\r\n")
            .Append($"Content-ID: {index}\r\nAccept: {TableEndpoint.Json}\r\nDataServiceVersion: 3.0\r\n");
        if (request.IfMatch != default)
        {
            head.Append($"If-Match: {request.IfMatch.ToString("H")}\r\n");
        }

        if (request.Body is { } body)
        {
            head.Append($"Prefer: return-no-content\r\nContent-Type: {TableEndpoint.JsonBody}\r\nContent-Length: {body.Length}\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private static void Append(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
