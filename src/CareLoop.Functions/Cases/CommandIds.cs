using System.Security.Cryptography;
using System.Text;

namespace CareLoop.Functions.Cases;

/// <summary>Ids of commands: the same submission is always the same command.</summary>
internal static class CommandIds
{
    /// <param name="source">Channel, or <c>http</c>.</param>
    /// <param name="key">What makes the submission unique there.</param>
    public static string Of(string source, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{key}")))[..24];
}
