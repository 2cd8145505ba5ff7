namespace CareLoop.Functions.Tests.AzureForm.Declarations;

/// <summary>A public type of an official assembly, as one block of lines of a signature list.</summary>
/// <param name="Modifiers">static, abstract, sealed or nothing.</param>
/// <param name="Kind">class, struct, interface, enum or delegate.</param>
/// <param name="FullName">With namespace and outer types; type parameters removed.</param>
/// <param name="TypeParameters">With angle brackets, or empty.</param>
/// <param name="Bases">What follows the colon: base class and interfaces.</param>
/// <param name="Constraints">where clauses.</param>
internal sealed record TypeSignature(
    string Modifiers, string Kind, string FullName, string TypeParameters, IReadOnlyList<string> Bases, string Constraints)
{
    public List<string> Members { get; } = [];
}

/// <summary>Reads the lists in <c>signatures/</c>, whose README describes their format.</summary>
internal static class SignatureList
{
    private static readonly string[] TypeModifiers = ["static", "abstract", "sealed"];

    public static IReadOnlyList<TypeSignature> Read(IEnumerable<string> files)
    {
        Dictionary<string, TypeSignature> types = [];
        TypeSignature? current = null;
        foreach (var line in files.SelectMany(File.ReadLines).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == ' ')
            {
                current!.Members.Add(line.Trim());
                continue;
            }

            var type = ParseType(line);
            if (types.TryAdd(type.FullName + type.TypeParameters, type))
            {
                current = type;
            }
            else
            {
                // Two assemblies may each have a static class of extensions under one name: to a caller they are one.
                current = type.Modifiers == "static" ? types[type.FullName] : throw new InvalidDataException($"{type.FullName} is listed twice.");
            }
        }

        return [.. types.Values];
    }

    private static TypeSignature ParseType(string line)
    {
        var (head, constraints) = Text.Cut(line, " where ");
        var (declaration, bases) = Text.Cut(head, " : ");
        var words = declaration.Split(' ', 3);
        var modifiers = TypeModifiers.Contains(words[0]) ? words[0] : "";
        var (kind, name) = modifiers.Length > 0 ? (words[1], words[2]) : (words[0], string.Join(' ', words[1..]));
        var generic = name.IndexOf('<', StringComparison.Ordinal);
        return new TypeSignature(
            modifiers,
            kind,
            generic < 0 ? name : name[..generic],
            generic < 0 ? "" : name[generic..],
            Text.SplitTopLevel(bases),
            constraints.Length == 0 ? "" : "where " + constraints);
    }
}
