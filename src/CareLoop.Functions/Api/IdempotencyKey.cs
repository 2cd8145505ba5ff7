using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Api;

/// <summary>The header that makes a repeated POST harmless.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 128;

    /// <exception cref="ApiProblem">Missing, or longer than 128 characters.</exception>
    public static string Require(HttpRequest request) =>
        request.Headers[Header].ToString().Trim() is { Length: > 0 and <= MaxLength } key ? key : throw new ApiProblem(ProblemKind.IdempotencyKeyMissing);
}
