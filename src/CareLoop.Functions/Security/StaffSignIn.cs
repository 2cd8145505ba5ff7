using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Security;

/// <summary>Where staff sign in (Entra ID, or any OpenID provider), from the settings. Without an issuer no staff token is taken.</summary>
public sealed class StaffSignIn
{
    public StaffSignIn(IConfiguration configuration)
    {
        if (configuration["Security:StaffIssuer"] is not { Length: > 0 } issuer)
        {
            return;
        }

        Audience = configuration["Security:StaffAudience"] is { Length: > 0 } audience
            ? audience
            : throw new InvalidOperationException("The setting Security__StaffAudience is missing: the application (client) id that staff tokens are for.");
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || address.IsLoopback))
        {
            throw new InvalidOperationException("The setting Security__StaffIssuer must be an https address such as https://login.microsoftonline.com/<tenant>/v2.0.");
        }

        Issuer = issuer;
        Metadata = new Uri($"{issuer.TrimEnd('/')}/.well-known/openid-configuration");
        StaffIdClaim = configuration["Security:StaffIdClaim"] is { Length: > 0 } claim ? claim : "oid";
    }

    /// <summary>As tokens name it, to the letter.</summary>
    public string? Issuer { get; }

    /// <summary>Application (client) id.</summary>
    public string Audience { get; } = string.Empty;

    /// <summary>Where the issuer publishes its keys, as OpenID Connect Discovery fixes it.</summary>
    public Uri? Metadata { get; }

    /// <summary>The claim that holds the staff id of the directory.</summary>
    public string StaffIdClaim { get; } = string.Empty;
}
