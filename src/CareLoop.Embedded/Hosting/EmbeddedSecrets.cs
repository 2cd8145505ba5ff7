using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using CareLoop.Embedded.Hosting.Data;

namespace CareLoop.Embedded.Hosting;

/// <summary>
/// Random 256-bit secrets by name, made on first use and kept in the data folder, readable by its owner only.
/// They are what a development machine has instead of a key vault.
/// </summary>
public sealed class EmbeddedSecrets
{
    private const int Bytes = 32;

    private readonly Lock gate = new();
    private readonly string path;
    private readonly SortedDictionary<string, byte[]> secrets;

    private EmbeddedSecrets(string path, SortedDictionary<string, byte[]> secrets)
    {
        this.path = path;
        this.secrets = secrets;
    }

    /// <exception cref="EmbeddedHostException">The file exists and cannot be read.</exception>
    public static EmbeddedSecrets Open(string path)
    {
        try
        {
            return new EmbeddedSecrets(path, File.Exists(path)
                ? JsonSerializer.Deserialize<SortedDictionary<string, byte[]>>(File.ReadAllBytes(path)) ?? []
                : []);
        }
        catch (JsonException)
        {
            throw new EmbeddedHostException($"{path} is damaged. Restore it: data encrypted under its secrets is lost without them.");
        }
    }

    /// <summary>The 32 bytes of the secret called <paramref name="name"/>, the same on every call and after every restart.</summary>
    public byte[] Get(string name)
    {
        lock (gate)
        {
            if (!secrets.TryGetValue(name, out var secret))
            {
                secret = RandomNumberGenerator.GetBytes(Bytes);
                secrets.Add(name, secret);
                PrivateFiles.Replace(path, JsonSerializer.SerializeToUtf8Bytes(secrets));
            }

            return [.. secret];
        }
    }

    /// <summary>The secret as 43 characters that need no escaping in a URL or header.</summary>
    public string GetText(string name) => Base64Url.EncodeToString(Get(name));
}
