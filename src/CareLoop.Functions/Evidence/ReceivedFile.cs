using System.Buffers;
using System.Security.Cryptography;

namespace CareLoop.Functions.Evidence;

/// <summary>
/// A file in quarantine: received, not yet judged. It lies in a temporary file that has no name as long as it is open, so nobody can
/// fetch it, and nothing is left of it when it is refused or when the process dies (docs/decisions/0023).
/// </summary>
public sealed class ReceivedFile : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private ReceivedFile(FileStream content, string hash, long size, bool isTooLarge)
    {
        Content = content;
        Hash = hash;
        Size = size;
        IsTooLarge = isTooLarge;
    }

    /// <summary>What was received, seekable; cut off when it was too large.</summary>
    public Stream Content { get; }

    /// <summary>SHA-256 (hex) of all that was read.</summary>
    public string Hash { get; }

    /// <summary>Bytes read.</summary>
    public long Size { get; }

    /// <summary>There was more of it than may be kept.</summary>
    public bool IsTooLarge { get; }

    /// <summary>Takes a body in, in pieces of 64 KiB, and hashes it on the way. Of one that is too large nothing is kept.</summary>
    /// <param name="body">Where it comes from.</param>
    /// <param name="maxBytes">Largest file to keep.</param>
    /// <param name="readsOn">Reads and hashes a file that is too large to its end; else it stops there.</param>
    public static async Task<ReceivedFile> TakeAsync(Stream body, long maxBytes, bool readsOn, CancellationToken cancellation)
    {
        var file = CreateFile();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long size = 0;
            int read;
            while ((readsOn || size <= maxBytes) && (read = await body.ReadAsync(buffer.AsMemory(0, BufferSize), cancellation)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                size += read;
                if (size <= maxBytes)
                {
                    await WriteAsync(file, buffer.AsMemory(0, read), cancellation);
                }
                else if (file.Length > 0)
                {
                    file.SetLength(0);
                }
            }

            return new ReceivedFile(file, Convert.ToHexStringLower(hash.GetHashAndReset()), size, size > maxBytes);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException error)
        {
            // Not to be taken for a sender who hung up.
            throw new InvalidOperationException("The temporary folder cannot take a received file.", error);
        }
    }

    private static FileStream CreateFile()
    {
        // Windows deletes the file with its last handle, also when the process is killed. Elsewhere an open file can lose its name at once.
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"careloop-quarantine-{Path.GetRandomFileName()}"), options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name);
        }

        return file;
    }
}
