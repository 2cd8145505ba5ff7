using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CareLoop.Functions.Tests.AzureForm;

/// <summary>The function app's sources as the Azure build compiles them.</summary>
internal sealed class AzureFormCompilation
{
    /// <summary>What <c>ImplicitUsings</c> adds for a plain SDK project.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>What all compilations have in common; derived from this one, they read the references only once.</summary>
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "CareLoop.Functions",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, new CSharpParseOptions(LanguageVersion.Latest), "ImplicitUsings.g.cs")],
        AzureReferences.All,
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Disable));

    private readonly Lazy<IReadOnlyList<string>> errors;

    private AzureFormCompilation(CSharpCompilation compilation, IEnumerable<Diagnostic> fromGenerators)
    {
        Compilation = compilation;
        errors = new(() =>
            [.. fromGenerators.Concat(compilation.GetDiagnostics()).Where(problem => problem.Severity == DiagnosticSeverity.Error).Select(Describe)]);
    }

    public Compilation Compilation { get; }

    /// <summary>One line a mistake: file(line): id: message.</summary>
    public IReadOnlyList<string> Errors => errors.Value;

    /// <summary>The app itself: all its sources but the embedded start-up files.</summary>
    public static AzureFormCompilation OfTheApp()
    {
        var root = RepositoryFolder.Combine("src", "CareLoop.Functions");
        return Of(System.IO.Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".Embedded.cs", StringComparison.Ordinal) && !IsBuildOutput(Path.GetRelativePath(root, file)))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(RepositoryFolder.Path, file), File.ReadAllText(file))));
    }

    public static AzureFormCompilation Of(IEnumerable<(string Path, string Text)> sources)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = Empty.AddSyntaxTrees(sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parsing, source.Path)));
        CSharpGeneratorDriver.Create(AzureReferences.Generators, parseOptions: parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var complete, out var problems);
        return new AzureFormCompilation((CSharpCompilation)complete, problems);
    }

    private static bool IsBuildOutput(string path) =>
        path.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || path.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Describe(Diagnostic problem)
    {
        var at = problem.Location.GetLineSpan();
        return $"{at.Path}({at.StartLinePosition.Line + 1}): {problem.Id}: {problem.GetMessage()}";
    }
}
