using System.Security.Cryptography;
using System.Text;
using CareLoop.Functions.Security;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Care;

/// <summary>
/// Links by which a customer nobody could reach answers one question about one care task (COM-FU-03). The token follows from the
/// deployment's key, so nothing is stored; it works once, while the task waits for an answer, and until its window is over.
/// </summary>
public sealed class SurveyTokens(DeploymentSecrets secrets, IConfiguration configuration)
{
    private const string Prefix = "survey.";

    /// <summary>The link as the customer gets it. The token stands behind the #, which browsers do not send and logs do not keep.</summary>
    public string LinkOf(CareFile file) => $"{configuration["Links:Survey"]}#{TokenOf(file)}";

    public string TokenOf(CareFile file) => $"{Prefix}{file.Task.Id}.{secrets.KeyedHash("survey", file.Organisation, file.Task.Id)}";

    /// <summary>The task a token wants to be for; null when it is no token of ours.</summary>
    public static string? TaskOf(string token) =>
        token.Split('.') is ["survey", var task, { Length: 32 }] && CareIds.Names(task) && task.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? task : null;

    /// <summary>Whether it is the token of this task.</summary>
    public bool Opens(string token, CareFile file) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(TokenOf(file)));
}
