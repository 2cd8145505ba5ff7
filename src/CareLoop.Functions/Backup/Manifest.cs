using System.Security.Cryptography;
using System.Text.Json;

namespace CareLoop.Functions.Backup;

/// <summary>One table of an export.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Blob">Where its rows are.</param>
/// <param name="Rows">How many.</param>
/// <param name="Bytes">Size of the blob.</param>
/// <param name="Sha256">SHA-256 (hex) of the blob as it is stored.</param>
public sealed record ExportedTable(string Table, string Blob, long Rows, long Bytes, string Sha256);

/// <summary>What makes an export complete: it is written last, once a night, and names every blob that belongs to it.</summary>
/// <param name="Version">Of this layout.</param>
/// <param name="Night">The night it is for, in China.</param>
/// <param name="Attempt">The run that completed it; blobs of runs that didn't are not named by any manifest.</param>
/// <param name="StartedAt">No row is older than its state here.</param>
/// <param name="FinishedAt">No row is newer than its state here.</param>
/// <param name="KeyId">The wrapping key that opens <paramref name="WrappedKey"/>.</param>
/// <param name="WrappedKey">The export's own data key, sealed.</param>
/// <param name="Tables">All of them, also the empty ones.</param>
public sealed record Manifest(
    int Version,
    DateOnly Night,
    string Attempt,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    string KeyId,
    byte[] WrappedKey,
    IReadOnlyList<ExportedTable> Tables)
{
    public const int CurrentVersion = 1;

    /// <summary>Two lines of JSON: the manifest, and its keyed hash, so that nobody without the key can leave a table out.</summary>
    public byte[] ToBytes(byte[] dataKey)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
        var proof = JsonSerializer.SerializeToUtf8Bytes(new Proof(HMACSHA256.HashData(dataKey, line)), JsonSerializerOptions.Web);
        return [.. line, (byte)'\n', .. proof, (byte)'\n'];
    }

    /// <summary>Reads a manifest and finds its data key.</summary>
    /// <param name="unwrap">Opens the data key of the manifest read.</param>
    /// <exception cref="InvalidDataException">It is none of ours, or was altered.</exception>
    public static (Manifest Manifest, byte[] DataKey) Read(ReadOnlySpan<byte> bytes, Func<Manifest, byte[]> unwrap)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0
            || JsonSerializer.Deserialize<Manifest>(bytes[..end], JsonSerializerOptions.Web) is not { Version: CurrentVersion } manifest
            || JsonSerializer.Deserialize<Proof>(bytes[(end + 1)..], JsonSerializerOptions.Web) is not { Hmac: { } expected })
        {
            throw new InvalidDataException($"The manifest is not of version {CurrentVersion}.");
        }

        var dataKey = unwrap(manifest);
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(dataKey, bytes[..end]), expected)
            ? (manifest, dataKey)
            : throw new InvalidDataException("The manifest was altered.");
    }

    private sealed record Proof(byte[] Hmac);
}
