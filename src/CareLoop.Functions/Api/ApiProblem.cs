using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Api;

/// <summary>Ends a request with a problem. Caught by <see cref="ProblemMiddleware"/>, never shown as an exception.</summary>
public sealed class ApiProblem(ProblemKind kind) : Exception(kind.Code)
{
    public ProblemKind Kind { get; } = kind;

    /// <summary>What exactly is wrong, when the title alone does not say it.</summary>
    public LocalText? Detail { get; init; }

    /// <summary>The fields at fault.</summary>
    public ImmutableArray<FieldError> Errors { get; init; } = [];

    /// <summary>What would have been accepted.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>The handbook rule behind a refusal.</summary>
    public string? RuleId { get; init; }

    /// <summary>Whose case was asked for in vain: for the audit record, never for the caller.</summary>
    public DeniedAccess? Denied { get; init; }

    /// <summary>When to try again, for problems that pass.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public ProblemDocument ToDocument(Language language, string? traceId) => new(
        $"urn:careloop:problem:{Kind.Code}",
        Kind.Title.In(language),
        Kind.Status,
        Detail?.In(language) ?? Kind.Title.In(language),
        Kind.Remedy.In(language),
        Errors.IsEmpty ? null : [.. Errors.Select(error => new ProblemField(error.Field, error.Detail.In(language)))],
        Allowed.IsEmpty ? null : Allowed,
        RuleId,
        traceId);
}

/// <summary>A case that a caller may not see.</summary>
public sealed record DeniedAccess(string Site, string CaseId);

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Path in the JSON, such as <c>customer.phone</c>.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record FieldError(string Field, LocalText Detail);

/// <summary>The body of an <c>application/problem+json</c> answer.</summary>
public sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Remedy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemField>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Allowed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RuleId,
    string? TraceId);

/// <summary>One entry of a problem's <c>errors</c>.</summary>
public sealed record ProblemField(string Field, string Detail);
