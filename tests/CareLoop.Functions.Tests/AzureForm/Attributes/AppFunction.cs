using Microsoft.CodeAnalysis;

namespace CareLoop.Functions.Tests.AzureForm.Attributes;

/// <summary>A function as the compiler sees it.</summary>
/// <param name="Where">File and line of its attribute.</param>
internal sealed record AppFunction(string Name, string Where, AttributeData Trigger)
{
    public string Kind => Trigger.AttributeClass!.Name;

    /// <summary>A constructor argument that is a text, by the parameter's name; null when absent.</summary>
    public string? Text(string parameter)
    {
        var index = Trigger.AttributeConstructor!.Parameters.Select(candidate => candidate.Name).ToList().IndexOf(parameter);
        return index < 0 ? null : Trigger.ConstructorArguments[index].Value as string;
    }

    /// <summary>A constructor argument that is a list of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string parameter)
    {
        var index = Trigger.AttributeConstructor!.Parameters.Select(candidate => candidate.Name).ToList().IndexOf(parameter);
        return index < 0 ? [] : [.. Trigger.ConstructorArguments[index].Values.Select(value => (string)value.Value!)];
    }

    /// <summary>A named argument; null when absent.</summary>
    public object? Property(string name) => Trigger.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    public static IReadOnlyList<AppFunction> Of(Compilation compilation) =>
        [.. Types(compilation.Assembly.GlobalNamespace).SelectMany(type => type.GetMembers().OfType<IMethodSymbol>()).Select(Describe).OfType<AppFunction>()];

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));

    private static AppFunction? Describe(IMethodSymbol method)
    {
        var function = method.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "FunctionAttribute");
        var trigger = method.Parameters.SelectMany(parameter => parameter.GetAttributes())
            .FirstOrDefault(attribute => attribute.AttributeClass?.BaseType?.Name == "TriggerBindingAttribute");
        if (function is null || trigger is null)
        {
            return null;
        }

        var at = function.ApplicationSyntaxReference!.GetSyntax().GetLocation().GetLineSpan();
        return new AppFunction((string)function.ConstructorArguments[0].Value!, $"{at.Path}({at.StartLinePosition.Line + 1})", trigger);
    }
}
