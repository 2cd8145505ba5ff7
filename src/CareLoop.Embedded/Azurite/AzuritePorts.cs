using System.Net;
using System.Net.Sockets;

namespace CareLoop.Embedded.Azurite;

/// <summary>The ports of the three services on the loopback address.</summary>
public sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    /// <summary>The ports of UseDevelopmentStorage=true.</summary>
    public static AzuritePorts Default { get; } = new(10000, 10001, 10002);

    /// <summary>The development account, whose name and key are the same everywhere, on these ports.</summary>
    public string ConnectionString =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"BlobEndpoint=http://127.0.0.1:{Blob}/devstoreaccount1;"
        + $"QueueEndpoint=http://127.0.0.1:{Queue}/devstoreaccount1;"
        + $"TableEndpoint=http://127.0.0.1:{Table}/devstoreaccount1;";

    /// <summary>Ports that are free now. Another program may take one before they are used.</summary>
    internal static AzuritePorts FindFree()
    {
        // All three are held at once, so that they differ.
        using var blob = Listen();
        using var queue = Listen();
        using var table = Listen();
        return new AzuritePorts(Port(blob), Port(queue), Port(table));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
