using Microsoft.Extensions.Configuration;

namespace CareLoop.Embedded.Hosting.Configuration;

internal static class JsonFile
{
    /// <summary>The file's values by path (a:b:c); none when there is no such file.</summary>
    public static IConfiguration Load(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: true, reloadOnChange: false).Build();
        }
        catch (InvalidDataException error)
        {
            throw new EmbeddedHostException($"{path} cannot be read: {error.InnerException?.Message ?? error.Message}");
        }
    }
}
