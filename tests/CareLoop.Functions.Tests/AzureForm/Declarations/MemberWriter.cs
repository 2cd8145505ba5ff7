using System.Globalization;
using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.AzureForm.Declarations;

/// <summary>Turns one line of a signature list into a C# declaration with an empty body.</summary>
internal sealed partial class MemberWriter(TypeSignature type, string simpleName)
{
    private const string Body = " => throw null;";
    private static readonly string[] MemberModifiers = ["protected", "static", "abstract", "virtual", "override", "const", "event"];

    public string Write(string line)
    {
        if (type.Kind == "enum")
        {
            return line + ",";
        }

        var modifiers = new List<string>();
        while (MemberModifiers.FirstOrDefault(word => line.StartsWith(word + " ", StringComparison.Ordinal)) is { } modifier)
        {
            modifiers.Add(modifier);
            line = line[(modifier.Length + 1)..];
        }

        if (!modifiers.Contains("protected") && type.Kind != "interface")
        {
            modifiers.Insert(0, "public");
        }

        var prefix = string.Join(' ', modifiers) + " ";
        return line.StartsWith(".ctor", StringComparison.Ordinal) ? Constructor(prefix, line)
            : line.Contains(" { ", StringComparison.Ordinal) ? Property(prefix, line)
            : line.Contains('(', StringComparison.Ordinal) ? Method(prefix, line)
            : Field(prefix, line);
    }

    private string Constructor(string prefix, string line)
    {
        var chain = type.Kind == "class" ? " : this(default(global::DeclarationOnly))" : "";
        return $"{prefix}{simpleName}({Parameters(Between(line))}){chain} {{ throw null; }}";
    }

    private string Property(string prefix, string line)
    {
        var (declaration, result) = CutResult(line);
        var (name, accessors) = Text.Cut(declaration, " { ");
        if (name.StartsWith("Item[", StringComparison.Ordinal))
        {
            name = $"this[{Parameters(name["Item[".Length..^1])}]";
        }

        var isBodyless = prefix.Contains("abstract", StringComparison.Ordinal) || type.Kind == "interface";
        var bodies = isBodyless ? accessors : accessors.Replace("get;", "get => throw null;", StringComparison.Ordinal)
            .Replace("set;", "set => throw null;", StringComparison.Ordinal).Replace("init;", "init => throw null;", StringComparison.Ordinal);
        return $"{prefix}{TypeName.Global(result)} {name} {{ {bodies}";
    }

    private string Method(string prefix, string line)
    {
        var (signature, constraints) = Text.Cut(line, " where ");
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        var close = signature.LastIndexOf(") : ", StringComparison.Ordinal);
        var (name, parameters, result) = (signature[..open], Parameters(signature[(open + 1)..close]), TypeName.Global(signature[(close + 4)..]));
        var isBodyless = prefix.Contains("abstract", StringComparison.Ordinal) || type.Kind == "interface";

        // A constraint may not be repeated on an override, which inherits it.
        var where = constraints.Length == 0 || prefix.Contains("override", StringComparison.Ordinal) ? "" : " where " + TypeName.Global(constraints);
        return Operator(name, result) is { } head
            ? $"{prefix}{head}({parameters}){Body}"
            : $"{prefix}{result} {name}({parameters}){where}{(isBodyless ? ";" : Body)}";
    }

    private static string? Operator(string name, string result) => name switch
    {
        "op_Equality" => $"{result} operator ==",
        "op_Inequality" => $"{result} operator !=",
        "op_Implicit" => $"implicit operator {result}",
        "op_Explicit" => $"explicit operator {result}",
        _ => null,
    };

    private static string Field(string prefix, string line)
    {
        var (name, result) = CutResult(line);
        var value = prefix.Contains("const", StringComparison.Ordinal) ? " = default" : "";
        return $"{prefix}{TypeName.Global(result)} {name}{value};";
    }

    public string Delegate(string line)
    {
        var (parameters, result) = (Between(line), line[(line.LastIndexOf(") : ", StringComparison.Ordinal) + 4)..]);
        return $"public delegate {TypeName.Global(result)} {simpleName}{type.TypeParameters}({Parameters(parameters)});";
    }

    private static string Between(string line) =>
        line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..line.LastIndexOf(')')];

    private static (string Before, string Result) CutResult(string line)
    {
        var at = line.LastIndexOf(" : ", StringComparison.Ordinal);
        return (line[..at], line[(at + 3)..]);
    }

    private static string Parameters(string list) => string.Join(", ", Text.SplitTopLevel(list).Select(Parameter));

    private static string Parameter(string text)
    {
        var (declaration, value) = Text.Cut(text, " = ");
        var space = declaration.LastIndexOf(' ');
        var (typeName, name) = (declaration[..space], declaration[(space + 1)..]);
        return $"{TypeName.Global(typeName)} @{name}{Default(typeName, value)}";
    }

    private static string Default(string typeName, string value) => value switch
    {
        "" => "",
        "True" => " = true",
        "False" => " = false",
        _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => $" = ({TypeName.Global(typeName)}){Parenthesised(value)}",
        _ => $" = {value}",
    };

    private static string Parenthesised(string number) => number[0] == '-' ? $"({number})" : number;
}
