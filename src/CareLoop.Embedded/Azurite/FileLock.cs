namespace CareLoop.Embedded.Azurite;

/// <summary>Mutual exclusion between processes, which the operating system ends when its holder dies.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Null when another process, or another holder in this one, has it.</summary>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static async Task<FileLock> TakeAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            await Task.Delay(Poll, cancellation);
        }
    }

    public void Dispose() => file.Dispose();
}
