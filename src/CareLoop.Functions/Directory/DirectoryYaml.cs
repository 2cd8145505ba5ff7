using CareLoop.Domain.Directory;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.Converters;
using YamlDotNet.Serialization.NamingConventions;

namespace CareLoop.Functions.Directory;

/// <summary>Reads a directory file; mistakes name file, line and column.</summary>
public static class DirectoryYaml
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeConverter(new TimeOnlyConverter(formats: ClockFace.Format))
        .WithTypeConverter(new DateOnlyConverter(formats: "yyyy-MM-dd"))
        .WithEnforceRequiredMembers()
        .Build();

    /// <exception cref="InvalidOperationException">The file is not a valid directory.</exception>
    public static DirectoryFile Read(string path)
    {
        try
        {
            using var text = File.OpenText(path);
            return Deserializer.Deserialize<DirectoryFile>(text);
        }
        catch (YamlException error)
        {
            throw new InvalidOperationException(
                $"{path}, line {error.Start.Line}, column {error.Start.Column}: {error.InnerException?.Message ?? error.Message} Correct the entry and start again.",
                error);
        }
    }
}
