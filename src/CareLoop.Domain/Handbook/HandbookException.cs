using System.Collections.Immutable;

namespace CareLoop.Domain.Handbook;

/// <summary>A handbook that cannot be published.</summary>
public sealed class HandbookException(ImmutableArray<HandbookError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public ImmutableArray<HandbookError> Errors { get; } = errors;
}

/// <summary>One thing that is wrong in a handbook, and what to do about it.</summary>
/// <param name="File">File name as handed in.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Rule">Validation rule, such as <c>V-05</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to change.</param>
public sealed record HandbookError(string File, int Line, int Column, string Rule, string Message, string Remedy)
{
    /// <summary>Only errors keep a handbook from being published.</summary>
    public FindingKind Kind { get; init; } = FindingKind.Error;

    public override string ToString() => $"{File}({Line},{Column}): {(Kind == FindingKind.Error ? "" : $"[{Kind}] ")}{Rule} {Message} → {Remedy}";
}

/// <summary>How grave a finding is.</summary>
public enum FindingKind
{
    Error,
    Warning,
    Info,
}
