namespace CareLoop.Embedded.Azurite;

/// <summary>
/// A running Azurite: one that we started or adopted, which ends with us, or one that was there already, which stays.
/// It is a development server: it keeps tables in memory and saves them every few seconds.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private readonly string dataFolder;
    private readonly AzuriteProcess? process;
    private readonly FileLock? ownership;
    private bool stopped;

    internal AzuriteServer(string dataFolder, AzuritePorts ports, AzuriteProcess? process, FileLock? ownership)
    {
        this.dataFolder = dataFolder;
        this.process = process;
        this.ownership = ownership;
        Ports = ports;
    }

    public AzuritePorts Ports { get; }

    /// <summary>For the storage clients; also understood by the official ones.</summary>
    public string ConnectionString => Ports.ConnectionString;

    /// <summary>Whether <see cref="DisposeAsync"/> stops it.</summary>
    public bool IsOurs => ownership is not null;

    /// <summary>Null when it is not ours.</summary>
    public int? ProcessId => process?.Id;

    /// <summary>
    /// Returns the Azurite of the data folder: the one that survived an earlier run or serves the wanted ports already,
    /// or a new one, installed on first use. Ready when all three services answer.
    /// </summary>
    /// <exception cref="AzuriteException">It can't be installed or started; the message says what to do.</exception>
    public static Task<AzuriteServer> StartAsync(AzuriteOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AzuriteLaunch(options with { DataFolder = Path.GetFullPath(options.DataFolder) }).RunAsync(cancellation);
    }

    /// <summary>Stops an Azurite of ours in such a way that it saves its data; leaves any other alone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopped)
        {
            return;
        }

        stopped = true;
        if (process is not null && ownership is not null)
        {
            // Whoever starts at this moment waits until the old one is gone.
            using var starting = await FileLock.TakeAsync(AzuriteLaunch.StartLock(dataFolder), CancellationToken.None);
            await process.StopAsync();
            AzuritePidFile.Delete(dataFolder);
            ownership.Dispose();
        }
    }
}
