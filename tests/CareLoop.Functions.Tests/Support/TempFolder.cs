namespace CareLoop.Functions.Tests.Support;

/// <summary>A folder that is gone after the test. Declare it first: it must be disposed of last.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("careloop-tests-");

    public string At(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
