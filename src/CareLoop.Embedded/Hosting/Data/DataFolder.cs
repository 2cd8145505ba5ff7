namespace CareLoop.Embedded.Hosting.Data;

/// <summary>The folder of everything that must survive, held by one running host at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream hold;

    private DataFolder(string path, FileStream hold)
    {
        FullPath = path;
        this.hold = hold;
    }

    public string FullPath { get; }

    public string StoreFile => Path.Combine(FullPath, "embedded.db");

    public string SecretsFile => Path.Combine(FullPath, "secrets.json");

    /// <exception cref="EmbeddedHostException">Another host runs on this folder.</exception>
    public static DataFolder Open(string path)
    {
        var full = Path.GetFullPath(path);
        PrivateFiles.CreateFolder(full);
        try
        {
            // The operating system lets go of the lock when the process dies, however it dies.
            return new DataFolder(full, new FileStream(Path.Combine(full, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error)
        {
            throw new EmbeddedHostException($"Data folder {full} is in use by another running host ({error.Message}). Stop it or choose another folder.");
        }
    }

    public void Dispose() => hold.Dispose();
}
