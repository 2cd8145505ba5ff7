using CareLoop.Functions.Tests.Support;
namespace CareLoop.Functions.Tests.Infra;

/// <summary>All Bicep files of infra/, read once.</summary>
internal static class Infrastructure
{
    public static IReadOnlyDictionary<string, List<BicepDeclaration>> Files { get; } = System.IO.Directory
        .GetFiles(Repository.PathOf("infra"), "*.bicep", new EnumerationOptions { RecurseSubdirectories = false })
        .Concat(System.IO.Directory.GetFiles(Repository.PathOf("infra", "app"), "*.bicep"))
        .ToDictionary(path => Path.GetRelativePath(Repository.PathOf("infra"), path).Replace('\\', '/'), BicepReader.Read);

    public static string AllText { get; } = string.Join('\n', Files.Keys.Select(file => Repository.Read("infra", file)));

    /// <summary>Every resource that a deployment creates, nested ones too, with the full name of its type.</summary>
    public static IReadOnlyList<(string Type, BicepDeclaration Resource)> Resources { get; } =
        [.. Files.Values.SelectMany(file => file).Where(declaration => declaration.Kind == "resource").SelectMany(resource => WithChildren("", resource))];

    public static IEnumerable<BicepDeclaration> OfType(string type) =>
        Resources.Where(resource => resource.Type == type).Select(resource => resource.Resource);

    public static BicepDeclaration Single(string file, string kind, string name) =>
        Files[file].Single(declaration => declaration.Kind == kind && declaration.Name == name);

    private static IEnumerable<(string Type, BicepDeclaration Resource)> WithChildren(string parent, BicepDeclaration resource)
    {
        var type = parent + resource.Type.Split('@')[0];
        var children = resource.Body.Resources.SelectMany(child => WithChildren(type + "/", child));
        return resource.IsExisting ? children : children.Prepend((type, resource));
    }
}
