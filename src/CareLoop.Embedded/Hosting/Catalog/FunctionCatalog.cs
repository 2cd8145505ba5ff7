using System.Reflection;
using CareLoop.Embedded.Worker;

namespace CareLoop.Embedded.Hosting.Catalog;

/// <summary>All functions of the app, by name.</summary>
internal sealed class FunctionCatalog(IReadOnlyList<FunctionDescriptor> functions)
{
    public IReadOnlyList<FunctionDescriptor> All => functions;

    public IEnumerable<FunctionDescriptor> Of(TriggerKind kind) => functions.Where(function => function.Kind == kind);

    /// <summary>Reads the attributes; what is wrong with them goes into <paramref name="problems"/>.</summary>
    public static FunctionCatalog Discover(EmbeddedHostOptions options, ICollection<string> problems)
    {
        var types = options.FunctionTypes
            ?? (options.FunctionAssembly ?? Assembly.GetEntryAssembly())?.GetTypes()
            ?? throw new EmbeddedHostException("There is no entry assembly: set EmbeddedHostOptions.FunctionAssembly.");
        var found = types
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => Describe(method, problems))
            .OfType<FunctionDescriptor>()
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();

        foreach (var same in found.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            problems.Add($"Function name {same.Key} is used by {string.Join(" and ", same.Select(function => function.EntryPoint))}; rename one.");
        }

        return new FunctionCatalog(found);
    }

    private static FunctionDescriptor? Describe(MethodInfo method, ICollection<string> problems)
    {
        if (method.GetCustomAttribute<FunctionAttribute>() is not { } function)
        {
            return null;
        }

        var where = $"Function {function.Name} ({method.DeclaringType?.FullName}.{method.Name})";
        if (!method.IsPublic)
        {
            problems.Add($"{where} is not public; the official build does not find it.");
        }

        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(candidate => candidate.Attribute is not null)
            .ToList();
        if (triggers.Count != 1)
        {
            problems.Add($"{where} has {triggers.Count} triggers; a function has exactly one parameter with a trigger attribute.");
            return null;
        }

        return new FunctionDescriptor(function.Name, method, triggers[0].Parameter, triggers[0].Attribute!);
    }
}
