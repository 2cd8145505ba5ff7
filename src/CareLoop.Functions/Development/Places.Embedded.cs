namespace CareLoop.Functions.Development;

/// <summary>Where an embedded installation keeps its things.</summary>
internal static class Places
{
    /// <summary>The repository's root when running from it, else the current folder.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    /// <summary>Git-ignored data of <c>dotnet run</c>.</summary>
    public static string Data { get; } = Path.Combine(Root, ".careloop");

    public static string Photos { get; } = Path.Combine(AppContext.BaseDirectory, "Development", "Photos");

    public static string Journeys { get; } = Path.Combine(AppContext.BaseDirectory, "Development", "Journeys");

    /// <summary>The sample directory with its users.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "Directory", "directory.yaml");

    private static string? FindRoot(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Functions.sln")))
            {
                return folder;
            }
        }

        return null;
    }
}
