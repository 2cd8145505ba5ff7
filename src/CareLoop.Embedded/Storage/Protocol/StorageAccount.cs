namespace CareLoop.Embedded.Storage.Protocol;

/// <summary>A storage connection string: account, key and the endpoint of each service.</summary>
internal sealed class StorageAccount
{
    /// <summary>The account that every Azurite has; its key is public knowledge.</summary>
    private const string Development =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;"
        + "TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;";

    private readonly Dictionary<string, string> settings;

    private StorageAccount(Dictionary<string, string> settings)
    {
        this.settings = settings;
        Name = Required("AccountName");
        Key = DecodeKey(Required("AccountKey"));
    }

    public string Name { get; }

    public byte[] Key { get; }

    /// <exception cref="FormatException">Says which part is missing or malformed, never the key.</exception>
    public static StorageAccount Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException("A storage connection string is a list of Name=Value pairs separated by semicolons.");
            }

            settings[part[..equals]] = part[(equals + 1)..];
        }

        return string.Equals(settings.GetValueOrDefault("UseDevelopmentStorage"), "true", StringComparison.OrdinalIgnoreCase)
            ? Parse(Development)
            : new StorageAccount(settings);
    }

    /// <summary>The explicit endpoint, or the one that account name, protocol and suffix make.</summary>
    /// <param name="service">"blob", "queue" or "table".</param>
    public Uri Endpoint(string service)
    {
        if (settings.TryGetValue(service + "Endpoint", out var endpoint))
        {
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
                ? uri
                : throw new FormatException($"The {service} endpoint of the storage connection string is no absolute URL.");
        }

        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new Uri($"{protocol}://{Name}.{service}.{suffix}/");
    }

    private string Required(string name) => settings.GetValueOrDefault(name) is { Length: > 0 } value
        ? value
        : throw new FormatException($"The storage connection string lacks {name}; use UseDevelopmentStorage=true for a local Azurite.");

    private static byte[] DecodeKey(string key)
    {
        try
        {
            return Convert.FromBase64String(key);
        }
        catch (FormatException)
        {
            throw new FormatException("The AccountKey of the storage connection string is not base64.");
        }
    }
}
