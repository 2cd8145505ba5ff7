using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CareLoop.Functions.Tests.AzureForm.Attributes;

/// <summary>A place where the app reads a setting.</summary>
/// <param name="Key">The configuration key, or its beginning when the rest is computed; null when nothing of it is known.</param>
internal sealed record SettingRead(string? Key, string Where)
{
    private static readonly string[] Readers = ["GetSection", "GetRequiredSection", "GetValue", "GetConnectionString"];

    /// <summary>Every read of <c>IConfiguration</c>: by indexer or by one of the usual methods.</summary>
    public static IReadOnlyList<SettingRead> Of(Compilation compilation) => [.. compilation.SyntaxTrees.SelectMany(tree =>
    {
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().SelectMany(node => Keys(node, model)).SelectMany(key => Resolve(key, model, compilation));
    })];

    private static IEnumerable<ExpressionSyntax> Keys(SyntaxNode node, SemanticModel model) => node switch
    {
        ElementAccessExpressionSyntax access when IsConfiguration(model.GetTypeInfo(access.Expression).Type) =>
            [access.ArgumentList.Arguments[0].Expression],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call
            when Readers.Contains(called.Name.Identifier.Text) && IsConfiguration(model.GetTypeInfo(called.Expression).Type) =>
            [call.ArgumentList.Arguments[0].Expression],
        _ => [],
    };

    private static bool IsConfiguration(ITypeSymbol? type) =>
        type is not null && type.AllInterfaces.Append(type).Any(candidate => candidate.ToDisplayString() == "Microsoft.Extensions.Configuration.IConfiguration");

    private static List<SettingRead> Resolve(ExpressionSyntax key, SemanticModel model, Compilation compilation)
    {
        if (Constant(key, model) is { } text)
        {
            return [new SettingRead(text, Place(key))];
        }

        // A helper that is given the key: what its callers give it counts.
        if (model.GetSymbolInfo(key).Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol helper } parameter)
        {
            var given = compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
                .Where(call => NameOf(call) == helper.Name) // asking the compiler about every call of the app takes long
                .Where(call => SymbolEqualityComparer.Default.Equals(compilation.GetSemanticModel(call.SyntaxTree).GetSymbolInfo(call).Symbol, helper))
                .Select(call => call.ArgumentList.Arguments[parameter.Ordinal].Expression)
                .Select(argument => new SettingRead(Constant(argument, compilation.GetSemanticModel(argument.SyntaxTree)), Place(argument)))
                .ToList();
            if (given.Count > 0)
            {
                return given;
            }
        }

        return [new SettingRead(null, Place(key))];
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        _ => null,
    };

    private static string? Constant(ExpressionSyntax key, SemanticModel model) => model.GetConstantValue(key) switch
    {
        { HasValue: true, Value: string text } => text,
        _ when key is InterpolatedStringExpressionSyntax { Contents: [InterpolatedStringTextSyntax first, ..] } => first.TextToken.ValueText.TrimEnd(':'),
        _ => null,
    };

    private static string Place(ExpressionSyntax key)
    {
        var at = key.GetLocation().GetLineSpan();
        return $"{at.Path}({at.StartLinePosition.Line + 1})";
    }
}
