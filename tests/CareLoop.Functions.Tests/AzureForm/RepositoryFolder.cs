using CareLoop.Functions.Tests.Architecture;

namespace CareLoop.Functions.Tests.AzureForm;

internal static class RepositoryFolder
{
    public static string Path => SourceTree.Root;

    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
