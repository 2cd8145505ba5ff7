using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Directory;

/// <summary>Which organisation this deployment serves, and the file its directory is seeded from.</summary>
public sealed class DirectorySettings(IConfiguration configuration)
{
    /// <summary>Organisation id: the partition of everything that is not a case.</summary>
    public string Organisation { get; } = configuration["Directory:Organisation"] is { Length: > 0 } id
        ? id
        : throw new InvalidOperationException("The setting Directory__Organisation is missing: the id of the organisation this deployment serves.");

    /// <summary>Full path of the seed file; null when the directory is kept otherwise.</summary>
    public string? SeedFile { get; } = configuration["Directory:Seed"] is { Length: > 0 } file ? Path.Combine(AppContext.BaseDirectory, "Directory", file) : null;
}
