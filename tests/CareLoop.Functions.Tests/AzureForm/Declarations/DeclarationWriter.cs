using System.Text;

namespace CareLoop.Functions.Tests.AzureForm.Declarations;

/// <summary>Writes C# declarations, without behaviour, for all types of the signature lists.</summary>
internal static class DeclarationWriter
{
    /// <summary>
    /// The parameter of a constructor that every declared class gets besides its own, for derived classes to call:
    /// the lists leave out what is internal.
    /// </summary>
    private const string Marker = "internal struct DeclarationOnly { }";

    /// <summary>Base classes of the shared assemblies that cannot be constructed from nothing.</summary>
    private static readonly Dictionary<string, string> SharedBases = new() { ["Azure.RequestFailedException"] = " : base(default(string))" };

    public static string Write(IReadOnlyList<TypeSignature> types)
    {
        var names = types.Select(type => type.FullName).ToHashSet();
        var classes = types.Where(type => type.Kind == "class").Select(type => type.FullName).ToHashSet();
        var nested = types.Where(type => names.Contains(Owner(type))).ToLookup(Owner);
        var output = new StringBuilder(Marker).AppendLine();
        foreach (var type in types.Where(type => !names.Contains(Owner(type))))
        {
            output.AppendLine($"namespace {Owner(type)} {{ {Declare(type, nested, classes)} }}");
        }

        return output.ToString();
    }

    private static string Declare(TypeSignature type, ILookup<string, TypeSignature> nested, HashSet<string> classes)
    {
        var simpleName = type.FullName[(Owner(type).Length + 1)..];
        var members = new MemberWriter(type, simpleName);
        if (type.Kind == "delegate")
        {
            return members.Delegate(type.Members.Single());
        }

        var bases = type.Bases.Count == 0 ? "" : " : " + TypeName.Global(string.Join(", ", type.Bases));
        var output = new StringBuilder();
        output.AppendLine($"public {type.Modifiers} {type.Kind} {simpleName}{type.TypeParameters}{bases} {TypeName.Global(type.Constraints)}").AppendLine("{");
        if (type.Kind == "class" && type.Modifiers != "static")
        {
            output.AppendLine($"internal {simpleName}(global::DeclarationOnly only){BaseCall(type, classes)} {{ }}");
        }

        foreach (var line in type.Members)
        {
            output.AppendLine(members.Write(line));
        }

        foreach (var inner in nested[type.FullName])
        {
            output.AppendLine(Declare(inner, nested, classes));
        }

        return output.AppendLine("}").ToString();
    }

    private static string BaseCall(TypeSignature type, HashSet<string> classes)
    {
        var first = type.Bases.Count == 0 ? "" : Text.Cut(type.Bases[0], "<").Before;
        return classes.Contains(first) ? " : base(only)" : SharedBases.GetValueOrDefault(first, "");
    }

    private static string Owner(TypeSignature type) => type.FullName[..type.FullName.LastIndexOf('.')];
}
