using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Backup;

/// <summary>
/// NDJSON in sealed pieces, so that neither writing nor reading needs more memory than one piece. A piece is its length (4 bytes, the top
/// bit marks the last one) and the sealed lines. Its number and the mark are part of what is sealed: pieces that were
/// swapped, repeated, altered or cut off at the end don't open.
/// </summary>
internal static class SealedLines
{
    /// <summary>A piece is closed when it has this many bytes of lines; a row has at most 1 MiB of content.</summary>
    public const int PieceSize = 256 * 1024;

    private const int MaxSealed = 16 * 1024 * 1024;
    private const uint LastMark = 0x8000_0000;

    /// <summary>Writes rows; nobody can tell a complete file from a part before <see cref="CompleteAsync"/>.</summary>
    public sealed class Writer(Stream output, byte[] key, string place) : IDisposable
    {
        private readonly ArrayBufferWriter<byte> lines = new(PieceSize + (64 * 1024));
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private int pieces;

        public long Rows { get; private set; }

        public long Bytes { get; private set; }

        public async Task WriteAsync(TableEntity row, CancellationToken cancellation)
        {
            using (var json = new Utf8JsonWriter(lines))
            {
                RowJson.Write(json, row);
            }

            lines.Write("\n"u8);
            Rows++;
            if (lines.WrittenCount >= PieceSize)
            {
                await SendAsync(isLast: false, cancellation);
            }
        }

        /// <summary>Writes the last piece.</summary>
        /// <returns>SHA-256 (hex) of everything written, as it stands in storage.</returns>
        public async Task<string> CompleteAsync(CancellationToken cancellation)
        {
            await SendAsync(isLast: true, cancellation);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        public void Dispose() => hash.Dispose();

        private async Task SendAsync(bool isLast, CancellationToken cancellation)
        {
            var cipher = Sealed.Seal(key, lines.WrittenSpan, PlaceOf(place, pieces++, isLast));
            var piece = new byte[sizeof(uint) + cipher.Length];
            BinaryPrimitives.WriteUInt32BigEndian(piece, (uint)cipher.Length | (isLast ? LastMark : 0));
            cipher.CopyTo(piece, sizeof(uint));
            hash.AppendData(piece);
            Bytes += piece.Length;
            lines.ResetWrittenCount();
            await output.WriteAsync(piece, cancellation);
        }
    }

    /// <summary>The rows of a file, each only after its piece was found genuine.</summary>
    /// <param name="hash">Fed with everything read.</param>
    /// <exception cref="CryptographicException">A piece is not the one that was written there.</exception>
    /// <exception cref="InvalidDataException">The file ends too early or too late.</exception>
    public static async IAsyncEnumerable<TableEntity> ReadAsync(
        Stream input,
        byte[] key,
        string place,
        IncrementalHash hash,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var head = new byte[sizeof(uint)];
        var isLast = false;
        for (var number = 0; !isLast; number++)
        {
            await FillAsync(input, head, cancellation);
            var mark = BinaryPrimitives.ReadUInt32BigEndian(head);
            isLast = (mark & LastMark) != 0;
            var length = (int)(mark & ~LastMark);
            if (length > MaxSealed)
            {
                throw new InvalidDataException($"Piece {number} claims {length} bytes.");
            }

            var cipher = new byte[length];
            await FillAsync(input, cipher, cancellation);
            hash.AppendData(head);
            hash.AppendData(cipher);
            ReadOnlyMemory<byte> lines = Sealed.Open(key, cipher, PlaceOf(place, number, isLast));
            while (lines.Span.IndexOf((byte)'\n') is var end and >= 0)
            {
                yield return RowJson.Read(lines.Span[..end]);
                lines = lines[(end + 1)..];
            }
        }

        if (await input.ReadAsync(new byte[1], cancellation) > 0)
        {
            throw new InvalidDataException("Something follows the last piece.");
        }
    }

    private static async Task FillAsync(Stream input, byte[] buffer, CancellationToken cancellation)
    {
        if (await input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation) < buffer.Length)
        {
            throw new InvalidDataException("The file ends before its last piece.");
        }
    }

    private static string PlaceOf(string place, int number, bool isLast) => $"{place}/{number}{(isLast ? "/last" : "")}";
}
