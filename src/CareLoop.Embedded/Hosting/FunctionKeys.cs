using System.Security.Cryptography;
using System.Text;
using CareLoop.Embedded.Worker;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Embedded.Hosting;

/// <summary>The app's keys, as on Azure: the default key opens functions, the master key opens everything.</summary>
public sealed class FunctionKeys(EmbeddedSecrets secrets)
{
    /// <summary>The header that carries a key; the query parameter <c>code</c> does as well.</summary>
    public const string HeaderName = "x-functions-key";

    private const string QueryName = "code";

    /// <summary>For callers in this process, such as tests. Never logged.</summary>
    public string DefaultKey => secrets.GetText("functions.default");

    /// <inheritdoc cref="DefaultKey"/>
    public string MasterKey => secrets.GetText("functions.master");

    internal bool Allow(AuthorizationLevel level, HttpRequest request) => level switch
    {
        AuthorizationLevel.Anonymous => true,
        AuthorizationLevel.Function => Carries(request, DefaultKey) || Carries(request, MasterKey),
        _ => Carries(request, MasterKey),
    };

    /// <summary>Whether the header, not the address, carries the master key: addresses end up in logs and histories.</summary>
    internal bool HeaderIsMaster(HttpRequest request) => Same(request.Headers[HeaderName].ToString(), MasterKey);

    private static bool Carries(HttpRequest request, string key) =>
        Same(request.Headers[HeaderName].ToString(), key) || Same(request.Query[QueryName].ToString(), key);

    private static bool Same(string given, string key) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
