using CareLoop.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

/// <summary>What the caller thinks he is changing, as If-Match says.</summary>
internal readonly record struct EntryExpectation(bool IsGiven, int? Version)
{
    public static EntryExpectation Of(HttpRequest request) => new(request.Headers.IfMatch.Count > 0, EntityVersion.Expected(request));

    /// <param name="present">The entry's version; null when there is none.</param>
    /// <exception cref="ApiProblem">The caller saw another version, or changes an entry without saying which he saw.</exception>
    public void Check(int? present)
    {
        if (present is not null && !IsGiven)
        {
            throw new ApiProblem(ProblemKind.IfMatchMissing);
        }

        if (IsGiven && (present is null || (Version is { } version && version != present)))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }
    }
}
