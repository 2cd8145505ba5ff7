using System.Collections.Frozen;
using System.Xml;

namespace CareLoop.Functions.Channels.Wire;

/// <summary>
/// A message that is one level of names and texts, as WeChat and WeCom write them in XML or JSON alike. Numbers keep the digits they were
/// written with, since message ids outgrow 64 bits and may hold other characters.
/// </summary>
public sealed class FlatMessage
{
    private const int Depth = 8;

    private readonly FrozenDictionary<string, string> fields;

    private FlatMessage(Dictionary<string, string> fields) => this.fields = fields.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A field; null when it is missing or empty.</summary>
    public string? this[string name] => fields.TryGetValue(name, out var text) && text.Length > 0 ? text : null;

    /// <summary>Reads XML or JSON, whichever it is. Deeper levels are read over: no message of ours needs them.</summary>
    /// <returns>Null when it is neither, is nested too deeply, says a field twice, or brings a document type definition.</returns>
    public static FlatMessage? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOfAnyExcept(" \r\n\t"u8) is var first and >= 0 && bytes[first] == (byte)'{')
        {
            return ReadJson(bytes);
        }

        if (StrictUtf8.Decode(bytes)?.Trim('\uFEFF', ' ', '\r', '\n', '\t') is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return ReadXml(text);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static FlatMessage? ReadXml(string text)
    {
        using var source = new StringReader(text);
        using var reader = XmlReader.Create(source, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
        });
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        string? name = null;
        var words = string.Empty;
        var nested = false;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth >= Depth:
                    return null;
                case XmlNodeType.Element when reader.Depth == 1:
                    (name, words, nested) = (reader.Name, string.Empty, false);
                    if (reader.IsEmptyElement && !fields.TryAdd(name, string.Empty))
                    {
                        return null;
                    }

                    break;
                case XmlNodeType.Element when reader.Depth > 1:
                    nested = true;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when reader.Depth == 2:
                    words += reader.Value;
                    break;
                case XmlNodeType.EndElement when reader.Depth == 1:
                    if (!nested && !fields.TryAdd(name!, words))
                    {
                        return null;
                    }

                    break;
            }
        }

        return new FlatMessage(fields);
    }

    private static FlatMessage? ReadJson(ReadOnlySpan<byte> bytes) => WireJson.Parse(bytes) is { } message
        ? new FlatMessage(message.EnumerateObject()
            .Select(field => (field.Name, Text: field.Value.TextOf()))
            .Where(field => field.Text is not null)
            .ToDictionary(field => field.Name, field => field.Text!, StringComparer.Ordinal))
        : null;
}
