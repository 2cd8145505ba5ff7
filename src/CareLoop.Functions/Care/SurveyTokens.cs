using System.Security.Cryptography;
using System.Text;
using CareLoop.Functions.Security;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Care;

/// <summary>
/// Links by which a customer nobody could reach answers one question about one case or care task (COM-FU-03). The token follows from the
/// deployment's key, so nothing is stored; it works once, while an answer is waited for, and until its window is over.
/// </summary>
public sealed class SurveyTokens(DeploymentSecrets secrets, IConfiguration configuration)
{
    private const string Prefix = "survey.";

    /// <summary>The link as the customer gets it. The token stands behind the #, which browsers do not send and logs do not keep.</summary>
    /// <param name="subject">Case number or id of the care task.</param>
    public string LinkOf(string organisation, string subject) => $"{configuration["Links:Survey"]}#{TokenOf(organisation, subject)}";

    public string TokenOf(string organisation, string subject) => $"{Prefix}{subject}.{secrets.KeyedHash("survey", organisation, subject)}";

    /// <summary>The case or care task a token wants to be for; null when it is no token of ours.</summary>
    public static string? SubjectOf(string token) =>
        token.Split('.') is ["survey", var subject, { Length: 32 }] && subject.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? subject : null;

    /// <summary>Whether it is the token of this case or care task.</summary>
    public bool Opens(string token, string organisation, string subject) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(TokenOf(organisation, subject)));
}
