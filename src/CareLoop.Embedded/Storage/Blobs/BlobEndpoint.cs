using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace CareLoop.Embedded.Storage.Blobs;

/// <summary>The blob service's address and the pipeline to it.</summary>
internal sealed class BlobEndpoint(Uri address, HttpPipeline pipeline)
{
    private readonly string root = address.AbsoluteUri.TrimEnd('/') + "/";

    /// <summary>The slashes of a blob's name stay slashes; everything else is escaped.</summary>
    public HttpMessage Create(RequestMethod method, string container, string? blob = null)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        var path = blob is null ? container : container + "/" + string.Join('/', blob.Split('/').Select(Uri.EscapeDataString));
        message.Request.Uri.Reset(new Uri(root + path));
        message.Request.Headers.SetValue("x-ms-version", "2021-12-02");
        message.Request.Headers.SetValue("Accept", "application/xml");
        return message;
    }

    /// <summary>Sends and disposes the message.</summary>
    /// <exception cref="RequestFailedException">The service answered with an error, or not at all after the retries.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellation)
    {
        using (message)
        {
            await pipeline.SendAsync(message, cancellation);
            return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
        }
    }

    /// <summary>Sends without reading the body, which the caller gets as a stream and must dispose.</summary>
    public async Task<(Response Response, Stream Content)> OpenAsync(HttpMessage message, CancellationToken cancellation)
    {
        using (message)
        {
            message.BufferResponse = false;
            await pipeline.SendAsync(message, cancellation);
            if (message.Response.IsError)
            {
                await BufferAsync(message.Response, cancellation);
                throw new RequestFailedException(message.Response);
            }

            return (message.Response, message.ExtractResponseContent() ?? Stream.Null);
        }
    }

    private static async Task BufferAsync(Response response, CancellationToken cancellation)
    {
        if (response.ContentStream is { } arriving)
        {
            var buffer = new MemoryStream();
            await arriving.CopyToAsync(buffer, cancellation);
            await arriving.DisposeAsync();
            buffer.Position = 0;
            response.ContentStream = buffer;
        }
    }
}
