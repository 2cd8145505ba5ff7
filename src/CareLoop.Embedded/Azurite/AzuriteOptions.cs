namespace CareLoop.Embedded.Azurite;

/// <summary>How to run the storage emulator.</summary>
public sealed record AzuriteOptions
{
    /// <summary>Holds the data, the pid file and the log; one Azurite serves it at a time.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The ports to serve on; null takes free ones.</summary>
    public AzuritePorts? Ports { get; init; }

    /// <summary>Keeps everything in memory, for tests that don't restart it. Such a server ends with its parent, even a killed one.</summary>
    public bool InMemory { get; init; }

    /// <summary>Where <c>node_modules</c> goes; null is <see cref="ManifestFolder"/> itself.</summary>
    public string? InstallFolder { get; init; }

    /// <summary>Holds package.json and package-lock.json; null is infra/azurite of the repository around the running program.</summary>
    public string? ManifestFolder { get; init; }

    /// <summary>Where to look for node and npm, in the form of PATH; null is PATH.</summary>
    public string? SearchPath { get; init; }

    /// <summary>How long a started Azurite may take until it answers.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told about what takes long or matters to a person, in English sentences.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>An empty server in memory, on free ports, whose few files are in a new temporary folder.</summary>
    public static AzuriteOptions ForTests() =>
        new() { DataFolder = Directory.CreateTempSubdirectory("careloop-azurite-").FullName, InMemory = true };
}
