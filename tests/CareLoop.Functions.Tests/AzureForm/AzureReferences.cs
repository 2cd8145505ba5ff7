using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CareLoop.Functions.Tests.AzureForm.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CareLoop.Functions.Tests.AzureForm;

/// <summary>What the Azure form is compiled against: declarations made from the lists, and everything both forms share.</summary>
internal static class AzureReferences
{
    /// <summary>Assemblies that the Azure form does not have, and the test run itself.</summary>
    private static readonly string[] NotOnAzure = ["CareLoop.Embedded", "CareLoop.Functions", "CareLoop.Functions.Tests"];

    /// <summary>Generators that a project must ask for; the app does not.</summary>
    private static readonly string[] NotAskedFor =
        ["Microsoft.Extensions.Configuration.Binder.SourceGeneration", "Microsoft.AspNetCore.Http.RequestDelegateGenerator"];

    private static readonly Lazy<CSharpCompilation> LazyDeclarations = new(Declare);

    /// <summary>The official packages' public types, without behaviour.</summary>
    public static CSharpCompilation Declarations => LazyDeclarations.Value;

    public static ImmutableArray<MetadataReference> All { get; } = [.. Shared(), Declarations.ToMetadataReference()];

    /// <summary>The generators that the SDK gives to every web project: without them partial methods have no body.</summary>
    public static ImmutableArray<ISourceGenerator> Generators { get; } = [.. FindGenerators()];

    /// <summary>The telemetry packages extend types of the real OpenTelemetry, which has to be there first.</summary>
    private static bool HasOpenTelemetry => Shared().Any(reference => Path.GetFileName(reference.Display) == "OpenTelemetry.dll");

    private static CSharpCompilation Declare()
    {
        var lists = System.IO.Directory.GetFiles(RepositoryFolder.Combine("tests", "CareLoop.Functions.Tests", "AzureForm", "signatures"), "*.txt")
            .Where(file => Path.GetFileName(file) != "Telemetry.txt" || HasOpenTelemetry)
            .Order(StringComparer.Ordinal);
        var source = DeclarationWriter.Write(SignatureList.Read(lists));
        return CSharpCompilation.Create(
            "Azure.Declarations",
            [CSharpSyntaxTree.ParseText(source, path: "declarations.cs")],
            Shared(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Disable));
    }

    private static IEnumerable<MetadataReference> Shared() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => !NotOnAzure.Contains(Path.GetFileNameWithoutExtension(path)))
        .Select(path => MetadataReference.CreateFromFile(path));

    private static IEnumerable<ISourceGenerator> FindGenerators()
    {
        // …/dotnet/shared/Microsoft.NETCore.App/10.0.x/ → …/dotnet/packs
        var packs = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs");
        var loader = new Loader();
        foreach (var pack in new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" })
        {
            var newest = System.IO.Directory.GetDirectories(Path.Combine(packs, pack)).MaxBy(folder => Version.Parse(Path.GetFileName(folder)))!;
            foreach (var file in System.IO.Directory.GetFiles(Path.Combine(newest, "analyzers", "dotnet", "cs"), "*.dll")
                .Where(file => !NotAskedFor.Contains(Path.GetFileNameWithoutExtension(file))))
            {
                foreach (var generator in new AnalyzerFileReference(Path.GetFullPath(file), loader).GetGenerators(LanguageNames.CSharp))
                {
                    yield return generator;
                }
            }
        }
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
