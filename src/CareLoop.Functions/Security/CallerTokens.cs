using CareLoop.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareLoop.Functions.Security;

/// <summary>Finds out who sent a request: the token's issuer decides who checks it.</summary>
public sealed class CallerTokens(IEnumerable<ITokenReader> readers, TrackingTokens tracking)
{
    private const string Scheme = "Bearer ";

    // A token of ours has under 1 KB, one of Entra ID with many groups under 8 KB.
    private const int LongestToken = 16 * 1024;

    /// <summary>The caller, whom <see cref="AccessGate"/> has let in before the function ran.</summary>
    /// <exception cref="ApiProblem">The token is missing or no good.</exception>
    public async Task<Caller> RequireAsync(HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>()
        ?? await IdentifyAsync(request, request.HttpContext.RequestAborted)
        ?? throw new ApiProblem(ProblemKind.TokenMissing);

    /// <summary>As <see cref="RequireAsync"/>, for staff only.</summary>
    public async Task<Caller> RequireStaffAsync(HttpRequest request) =>
        await RequireAsync(request) is { IsStaff: true } caller ? caller : throw new ApiProblem(ProblemKind.NotPermitted);

    /// <summary>The caller; null without a token.</summary>
    /// <exception cref="ApiProblem">The token is no good, or cannot be checked at the moment.</exception>
    public async Task<Caller?> IdentifyAsync(HttpRequest request, CancellationToken cancellation)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = header[Scheme.Length..].Trim();
        var caller = text.Length > LongestToken ? null
            : TrackingTokens.Looks(text) ? await tracking.ReadAsync(text, cancellation)
            : await ReadJwtAsync(text, cancellation);
        return caller ?? throw new ApiProblem(ProblemKind.TokenInvalid);
    }

    private async Task<Caller?> ReadJwtAsync(string text, CancellationToken cancellation)
    {
        JsonWebToken token;
        try
        {
            token = new JsonWebToken(text);
        }
        catch (Exception error) when (error is SecurityTokenException or ArgumentException)
        {
            return null;
        }

        var reader = readers.FirstOrDefault(candidate => candidate.Issuer is { } issuer && issuer == token.Issuer);
        return reader is null ? null : await reader.ReadAsync(token, cancellation);
    }
}
