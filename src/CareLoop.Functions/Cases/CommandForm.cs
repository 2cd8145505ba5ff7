using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;

namespace CareLoop.Functions.Cases;

/// <summary>What kind of value a command's field holds.</summary>
public enum FieldKind
{
    /// <summary>Free text: stored sealed, never in the command itself.</summary>
    Text,

    /// <summary>An identifier of the handbook.</summary>
    Code,

    /// <summary>Several identifiers.</summary>
    Codes,

    /// <summary>An ISO 8601 time with offset.</summary>
    Instant,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>true or false.</summary>
    Flag,
}

/// <summary>One field of a command as callers send it.</summary>
public sealed record CommandField(string Name, FieldKind Kind, bool Required, LocalText Meaning);

/// <summary>One command of the API: its name, its fields, and how they become the domain's command.</summary>
internal sealed record CommandForm(string Name, LocalText Meaning, IReadOnlyList<CommandField> Fields, Func<FieldValues, CaseCommand> Build)
{
    /// <summary>The field that passes a command on to the cases of a group.</summary>
    public const string ForGroup = "forGroup";

    private const int CodeLength = 64;

    /// <summary>Reads and checks the fields; unknown ones are mistakes too.</summary>
    /// <param name="body">The request, whose field <c>command</c> named this form.</param>
    /// <param name="maxTextLength">Longest free text the handbook takes.</param>
    public (CaseCommand Command, IReadOnlyDictionary<string, string> Texts, bool ForGroup) Read(FieldReader body, int maxTextLength)
    {
        FieldValues values = new();
        Dictionary<string, string> texts = [];
        foreach (var field in Fields)
        {
            values[field.Name] = field.Kind switch
            {
                FieldKind.Text => body.Text(field.Name, field.Required, maxTextLength),
                FieldKind.Code => body.Text(field.Name, field.Required, CodeLength),
                FieldKind.Codes => body.Codes(field.Name),
                FieldKind.Instant => body.Instant(field.Name, field.Required),
                FieldKind.WholeNumber => body.Integer(field.Name, field.Required),
                _ => body.Flag(field.Name, otherwise: false),
            };
            if (field.Kind == FieldKind.Text && values[field.Name] is string text)
            {
                texts[field.Name] = text;
            }
        }

        body.ThrowIfInvalid();
        return (Build(values), texts, values.TryGetValue(ForGroup, out var forGroup) && forGroup is true);
    }
}

/// <summary>Checked values by field name.</summary>
internal sealed class FieldValues : Dictionary<string, object?>
{
    public string Code(string name) => (string)this[name]!;

    public string? OptionalCode(string name) => (string?)this[name];

    public IReadOnlyList<string> Codes(string name) => (IReadOnlyList<string>)this[name]!;

    public DateTimeOffset? Instant(string name) => (DateTimeOffset?)this[name];

    public long? WholeNumber(string name) => (long?)this[name];

    public bool Flag(string name) => (bool)this[name]!;
}
