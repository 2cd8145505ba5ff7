using Microsoft.IdentityModel.JsonWebTokens;

namespace CareLoop.Functions.Security;

/// <summary>Knows the tokens of one issuer.</summary>
public interface ITokenReader
{
    /// <summary>The issuer whose tokens are read here; null when this installation takes none of them.</summary>
    string? Issuer { get; }

    /// <summary>The caller a token of this issuer stands for; null when it is no good.</summary>
    Task<Caller?> ReadAsync(JsonWebToken token, CancellationToken cancellation);
}
