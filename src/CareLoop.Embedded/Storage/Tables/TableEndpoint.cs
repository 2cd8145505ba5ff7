using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>The table service's address and the pipeline to it.</summary>
internal sealed class TableEndpoint(Uri address, HttpPipeline pipeline)
{
    public const string Json = "application/json;odata=minimalmetadata";
    public const string JsonBody = "application/json";

    private readonly string root = address.AbsoluteUri.TrimEnd('/') + "/";

    public string UrlOf(string path) => root + path;

    public async Task<Response<TableItem>> CreateTableIfNotExistsAsync(string name, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new RowRequest(RequestMethod.Post, "Tables")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = name }),
        };
        try
        {
            return Response.FromValue(new TableItem(name), await SendAsync(request, cancellation));
        }
        catch (RequestFailedException exists) when (
            exists.ErrorCode is { } code && code == TableErrorCode.TableAlreadyExists && exists.GetRawResponse() is { } response)
        {
            return Response.FromValue(new TableItem(name), response);
        }
    }

    /// <exception cref="RequestFailedException">The service answered with an error, or not at all after the retries.</exception>
    public Task<Response> SendAsync(RowRequest request, CancellationToken cancellation)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = request.Method;
        message.Request.Uri.Reset(new Uri(UrlOf(request.Path)));
        foreach (var (name, value) in request.Query)
        {
            message.Request.Uri.AppendQuery(name, Uri.EscapeDataString(value), escapeValue: false);
        }

        message.Request.Headers.SetValue("Accept", Json);
        if (request.IfMatch != default)
        {
            message.Request.Headers.SetValue("If-Match", request.IfMatch.ToString("H"));
        }

        if (request.Body is { } body)
        {
            message.Request.Headers.SetValue("Content-Type", JsonBody);
            message.Request.Headers.SetValue("Prefer", "return-no-content");
            message.Request.Content = RequestContent.Create(body);
        }

        return SendAsync(message, cancellation);
    }

    /// <summary>Sends a batch, which has a content type of its own.</summary>
    public Task<Response> SendBatchAsync(BinaryData body, string contentType, CancellationToken cancellation)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(new Uri(UrlOf("$batch")));
        message.Request.Headers.SetValue("Accept", "multipart/mixed, " + JsonBody);
        message.Request.Headers.SetValue("Content-Type", contentType);
        message.Request.Content = RequestContent.Create(body);
        return SendAsync(message, cancellation);
    }

    private async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellation)
    {
        using (message)
        {
            message.Request.Headers.SetValue("x-ms-version", "2019-02-02");
            message.Request.Headers.SetValue("DataServiceVersion", "3.0");
            message.Request.Headers.SetValue("MaxDataServiceVersion", "3.0;NetFx");
            await pipeline.SendAsync(message, cancellation);
            return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
        }
    }
}
