using System.Net.Sockets;

namespace CareLoop.Embedded.Azurite;

/// <summary>What listens on a set of ports.</summary>
internal enum Listening
{
    /// <summary>Nothing answers on at least one port, and nothing foreign on the others.</summary>
    No,

    /// <summary>All three services of an Azurite answer.</summary>
    Azurite,

    /// <summary>Another program has at least one of the ports.</summary>
    Other,
}

/// <summary>Asks the three ports who they are: every answer of Azurite, errors too, names its service.</summary>
internal static class AzuriteProbe
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    public static async Task<Listening> AskAsync(AzuritePorts ports, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(
            AskAsync(ports.Blob, "Azurite-Blob", cancellation),
            AskAsync(ports.Queue, "Azurite-Queue", cancellation),
            AskAsync(ports.Table, "Azurite-Table", cancellation));
        return answers.Contains(Listening.Other) ? Listening.Other : answers.Min();
    }

    private static async Task<Listening> AskAsync(int port, string service, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.Headers.Server.Any(product => product.Product?.Name == service) ? Listening.Azurite : Listening.Other;
        }
        catch (HttpRequestException refused) when (refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return Listening.No;
        }
        catch (HttpRequestException)
        {
            return Listening.Other;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A listener that doesn't speak HTTP, or an Azurite that hangs: neither can be used.
            return Listening.Other;
        }
    }
}
