namespace CareLoop.Domain.Cases;

/// <summary>The exact handbook a case keeps to its end.</summary>
/// <param name="Id">Pack id, such as <c>furniture-mall</c>.</param>
/// <param name="Profile">Sub-pack, if any.</param>
/// <param name="Version">Semantic version.</param>
/// <param name="Hash">SHA-256 (hex) of the published canonical JSON.</param>
public sealed record PackReference(string Id, string? Profile, string Version, string Hash);
