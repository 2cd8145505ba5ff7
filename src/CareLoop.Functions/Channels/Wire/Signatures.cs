using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CareLoop.Functions.Channels.Wire;

/// <summary>Compares signatures in a time that says nothing about where they differ, and with every live secret.</summary>
public static class Signatures
{
    /// <summary>Whether one of the live secrets signs to what was sent.</summary>
    /// <param name="sent">The signature as text; its case counts.</param>
    /// <param name="sign">What a secret signs to.</param>
    public static bool Fits(string sent, ImmutableArray<string> secrets, Func<string, string> sign)
    {
        var given = Encoding.UTF8.GetBytes(sent);
        var fits = false;
        foreach (var secret in secrets)
        {
            fits |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(sign(secret)));
        }

        return fits;
    }
}
