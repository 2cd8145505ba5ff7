namespace CareLoop.Embedded.Tests.ServiceBus.Harness;

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    public static string Path(params string[] parts)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Functions.sln")))
            folder = System.IO.Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("The repository's root was not found.");

        return System.IO.Path.Combine([folder, .. parts]);
    }
}
