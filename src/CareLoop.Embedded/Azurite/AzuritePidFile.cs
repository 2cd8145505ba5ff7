using System.Text.Json;

namespace CareLoop.Embedded.Azurite;

/// <summary>Names the Azurite that serves a data folder, so that one that survived its parent is found again.</summary>
internal sealed record AzuritePidFile(int ProcessId, AzuritePorts Ports)
{
    private const string Name = "azurite.pid.json";

    /// <summary>Null when there is none, or it was only half written.</summary>
    public static AzuritePidFile? Read(string dataFolder)
    {
        var path = Path.Combine(dataFolder, Name);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<AzuritePidFile>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string dataFolder) => File.WriteAllText(Path.Combine(dataFolder, Name), JsonSerializer.Serialize(this));

    public static void Delete(string dataFolder) => File.Delete(Path.Combine(dataFolder, Name));
}
