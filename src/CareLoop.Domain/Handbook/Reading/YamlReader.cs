using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CareLoop.Domain.Handbook.Reading;

/// <summary>Turns YAML into nodes with places. Anchors and tags are refused: a handbook must read the same to a person.</summary>
internal static class YamlReader
{
    private const string Rule = "V-01";

    public static MapNode? Read(string file, string text, List<HandbookError> errors)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                errors.Add(new Place(file, 1, 1).Error(Rule, "The file is empty.", "Start with packId: and version:, as in base.yaml."));
                return null;
            }

            var node = ReadNode(parser, file);
            if (node is MapNode map)
                return map;
            errors.Add(node.Place.Error(Rule, "The file does not start with keys.", "Write key: value lines, as in base.yaml."));
        }
        catch (Exception problem) when (problem is YamlException or InvalidOperationException)
        {
            // After some faults the parser only says that it cannot go on; its last position is then the place to look.
            var mark = (problem as YamlException)?.Start ?? parser.Current?.End ?? Mark.Empty;
            var place = new Place(file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
            errors.Add(place.Error(Rule, $"Not valid YAML: {problem.Message}", "Check indentation, colons, quotes and brackets on this line and the one above."));
        }

        return null;
    }

    private static PackNode ReadNode(IParser parser, string file)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var plain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any;
            return new ScalarNode(At(file, scalar), scalar.Value, plain);
        }

        if (parser.TryConsume<SequenceStart>(out var list))
        {
            var items = ImmutableArray.CreateBuilder<PackNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(ReadNode(parser, file));
            return new ListNode(At(file, list), items.ToImmutable());
        }

        if (parser.TryConsume<MappingStart>(out var map))
            return ReadMap(parser, file, At(file, map));
        var other = parser.Consume<ParsingEvent>();
        throw new YamlException(other.Start, other.End, "anchors and references are not allowed in a handbook");
    }

    private static MapNode ReadMap(IParser parser, string file, Place place)
    {
        var entries = ImmutableArray.CreateBuilder<MapEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (entries.Any(e => e.Key == key.Value))
                throw new YamlException(key.Start, key.End, $"the key '{key.Value}' stands here twice");
            entries.Add(new(key.Value, At(file, key), ReadNode(parser, file)));
        }

        return new(place, entries.ToImmutable());
    }

    private static Place At(string file, ParsingEvent e) => new(file, (int)e.Start.Line, (int)e.Start.Column);
}
