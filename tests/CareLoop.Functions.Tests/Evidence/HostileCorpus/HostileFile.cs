namespace CareLoop.Functions.Tests.Evidence.HostileCorpus;

/// <summary>One file that somebody might send.</summary>
/// <param name="Name">As sent; its own in the corpus.</param>
/// <param name="ContentType">As declared.</param>
/// <param name="Refusal">The code it is refused with, or null: it is cleaned and kept.</param>
/// <param name="Removed">What a kept one loses.</param>
public sealed record HostileFile(string Name, string ContentType, byte[] Bytes, string? Refusal, params string[] Removed)
{
    public override string ToString() => Name;
}

/// <summary>
/// Hostile and odd files, made here byte by byte, with what has to become of each. What is kept must not be found
/// to hold <see cref="Secrets"/> any more.
/// </summary>
public static class Corpus
{
    public static IReadOnlyList<HostileFile> All { get; } = [.. JpegFiles.All, .. PngFiles.All, .. WebpFiles.All, .. HeicFiles.All, .. Impostors.All];

    /// <summary>Words that stand in the metadata of the corpus and in no picture.</summary>
    public static IReadOnlyList<string> Secrets { get; } = ["HUAWEI", "GPS", "secret", "made by", "named by", "<script", "PK\x03\x04", "xmpmeta"];

    public static HostileFile Named(string name) => All.Single(file => file.Name == name);
}
