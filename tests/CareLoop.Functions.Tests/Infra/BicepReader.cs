using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.Infra;

/// <summary>
/// Reads the part of Bicep that infra/ uses, because no Bicep compiler can be restored here: declarations, objects,
/// arrays and loops are structure, every other expression stays text. What it doesn't know is an error with its line.
/// </summary>
internal sealed partial class BicepReader(string text, string file)
{
    private int at;

    public static List<BicepDeclaration> Read(string path) => new BicepReader(File.ReadAllText(path), Path.GetFileName(path)).ReadFile();

    public List<BicepDeclaration> ReadFile()
    {
        List<BicepDeclaration> declarations = [];
        for (Skip(lines: true); at < text.Length; Skip(lines: true))
        {
            if (text[at] == '@')
            {
                _ = ReadExpression();
            }
            else
            {
                declarations.Add(ReadDeclaration());
            }
        }

        return declarations;
    }

    private BicepDeclaration ReadDeclaration()
    {
        var kind = ReadWord();
        switch (kind)
        {
            case "targetScope":
                return new(kind, kind, "", false, "", ReadAssigned());
            case "var":
                return new(kind, ReadWord(), "", false, "", ReadAssigned());
            case "param" or "output":
                var (symbol, type) = (ReadWord(), ReadWord());
                Skip(lines: false);
                return new(kind, symbol, type, false, "", Peek('=') ? ReadAssigned() : new BicepExpression(""));
            case "resource" or "module":
                return ReadResource(kind);
            default:
                throw Error($"'{kind}' is no declaration");
        }
    }

    private BicepDeclaration ReadResource(string kind)
    {
        var name = ReadWord();
        Skip(lines: false);
        var type = ReadString();
        Skip(lines: false);
        var existing = TryWord("existing");
        Expect('=');
        Skip(lines: false);
        var condition = TryWord("if") ? ReadParentheses() : "";
        return new(kind, name, type, existing, condition, ReadValue());
    }

    private BicepNode ReadAssigned()
    {
        Expect('=');
        return ReadValue();
    }

    private BicepNode ReadValue()
    {
        Skip(lines: false);
        return Peek('{') ? ReadObject() : Peek('[') ? ReadArray() : new BicepExpression(ReadExpression());
    }

    private BicepObject ReadObject()
    {
        Dictionary<string, BicepNode> properties = [];
        List<BicepDeclaration> resources = [];
        Expect('{');
        for (SkipSeparators(); !Peek('}'); SkipSeparators())
        {
            if (NestedResource().IsMatch(text[at..Math.Min(at + 200, text.Length)]))
            {
                resources.Add(ReadDeclaration());
                continue;
            }

            var name = Peek('\'') ? ReadString() : ReadWord();
            Expect(':');
            if (!properties.TryAdd(name, ReadValue()))
            {
                throw Error($"'{name}' stands twice in one object");
            }
        }

        Expect('}');
        return new BicepObject(properties, resources);
    }

    private BicepNode ReadArray()
    {
        Expect('[');
        SkipSeparators();
        if (TryWord("for"))
        {
            var header = ReadExpression(':');
            Expect(':');
            Skip(lines: false);
            var condition = TryWord("if") ? ReadParentheses() : "";
            var loop = new BicepLoop(condition.Length == 0 ? header : $"{header} if {condition}", ReadValue());
            SkipSeparators();
            Expect(']');
            return loop;
        }

        List<BicepNode> items = [];
        for (; !Peek(']'); SkipSeparators())
        {
            items.Add(ReadValue());
        }

        Expect(']');
        return new BicepArray(items);
    }

    private string ReadParentheses()
    {
        Skip(lines: false);
        var start = at;
        SkipBalanced();
        return text[(start + 1)..(at - 1)];
    }

    /// <summary>To the end of the line, or to a comma or bracket that belongs to the surroundings.</summary>
    private string ReadExpression(char end = '\n')
    {
        var start = at;
        while (at < text.Length && text[at] != end && text[at] is not ('\n' or ',' or '}' or ']' or ')'))
        {
            if (text[at] is '\'' or '(' or '[' or '{')
            {
                SkipBalanced();
            }
            else if (text[at] == '/' && text[at + 1] == '/')
            {
                break;
            }
            else
            {
                at++;
            }
        }

        return at > start ? text[start..at].Trim() : throw Error("an expression is missing");
    }

    private void SkipBalanced()
    {
        if (Peek('\''))
        {
            _ = ReadString();
            return;
        }

        var close = text[at++] switch { '(' => ')', '[' => ']', _ => '}' };
        for (Skip(lines: true); !Peek(close); Skip(lines: true))
        {
            if (at >= text.Length)
            {
                throw Error($"'{close}' is missing");
            }

            if (text[at] is '\'' or '(' or '[' or '{')
            {
                SkipBalanced();
            }
            else
            {
                at++;
            }
        }

        at++;
    }

    /// <summary>Holes such as ${name} stay in the text.</summary>
    private string ReadString()
    {
        Expect('\'');
        var start = at;
        while (!Peek('\''))
        {
            if (at >= text.Length || text[at] == '\n')
            {
                throw Error("a string doesn't end");
            }

            if (text[at] == '$' && text[at + 1] == '{')
            {
                at++;
                SkipBalanced();
            }
            else
            {
                at += text[at] == '\\' ? 2 : 1;
            }
        }

        return text[start..at++];
    }

    private string ReadWord()
    {
        Skip(lines: false);
        var word = Word().Match(text, at);
        at += word.Length;
        return word.Success ? word.Value : throw Error("a name is missing");
    }

    private bool TryWord(string word)
    {
        Skip(lines: false);
        var found = Word().Match(text, at).Value == word;
        at += found ? word.Length : 0;
        return found;
    }

    private bool Peek(char wanted) => at < text.Length && text[at] == wanted;

    private void Expect(char wanted)
    {
        Skip(lines: false);
        at += Peek(wanted) ? 1 : throw Error($"'{wanted}' is missing");
    }

    private void SkipSeparators()
    {
        for (Skip(lines: true); Peek(','); Skip(lines: true))
        {
            at++;
        }
    }

    private void Skip(bool lines)
    {
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\r' || (lines && text[at] == '\n'))
            {
                at++;
            }
            else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '/')
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private FormatException Error(string problem) =>
        new($"{file}({text.AsSpan(0, Math.Min(at, text.Length)).Count('\n') + 1}): {problem}.");

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^resource\s+\w+\s+'")]
    private static partial Regex NestedResource();
}
