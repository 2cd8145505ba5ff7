using System.Text.Json;
using System.Xml;

namespace CareLoop.Embedded.ServiceBus;

/// <summary>A place in the configuration, with the path that error messages name.</summary>
internal readonly record struct ConfigNode(JsonElement Element, string Path)
{
    public BrokerConfigException Error(string problem) => new(Path, problem);

    public void Allow(params string[] keys)
    {
        foreach (var (key, node) in Members())
        {
            if (!keys.Contains(key, StringComparer.Ordinal))
                throw node.Error($"is not a known setting; known here: {string.Join(", ", keys)}");
        }
    }

    public bool Has(string key) => TryGet(key) is not null;

    public ConfigNode Required(string key) => TryGet(key) ?? throw Error($"{key} is missing");

    /// <summary>A nested object, empty if it is absent.</summary>
    public ConfigNode Section(string key) => TryGet(key) ?? new ConfigNode(JsonElement.Parse("{}"), $"{Path}.{key}");

    public Dictionary<string, ConfigNode> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Error($"must be an object, not {Element.ValueKind}");

        Dictionary<string, ConfigNode> members = [];
        foreach (var member in Element.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, new ConfigNode(member.Value, $"{Path}.{member.Name}")))
                throw Error($"{member.Name} is given twice");
        }

        return members;
    }

    public IReadOnlyList<ConfigNode> Items(string key)
    {
        if (TryGet(key) is not { } list)
            return [];

        if (list.Element.ValueKind != JsonValueKind.Array)
            throw list.Error($"must be a list, not {list.Element.ValueKind}");

        return [.. list.Element.EnumerateArray().Select((item, index) => new ConfigNode(item, $"{list.Path}[{index}]"))];
    }

    public string Name() => Text("Name") is { Length: > 0 } name ? name : throw Error("Name is missing");

    public string? Text(string key)
    {
        if (TryGet(key) is not { } node)
            return null;

        return node.Element.ValueKind == JsonValueKind.String ? node.Element.GetString() : throw node.Error("must be text");
    }

    public bool Flag(string key)
    {
        if (TryGet(key) is not { } node)
            return false;

        return node.Element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? node.Element.GetBoolean()
            : throw node.Error("must be true or false");
    }

    public int Integer(string key, int usual, int least, int most)
    {
        if (TryGet(key) is not { } node)
            return usual;

        return node.Element.ValueKind == JsonValueKind.Number && node.Element.TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw node.Error($"must be a whole number from {least} to {most}");
    }

    /// <summary>An ISO 8601 duration such as PT1M.</summary>
    public TimeSpan Duration(string key, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (TryGet(key) is not { } node)
            return usual;

        TimeSpan value;
        try
        {
            value = XmlConvert.ToTimeSpan(Text(key)!);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new BrokerConfigException(node.Path, "must be an ISO 8601 duration such as PT1M", error);
        }

        if (value < least)
            throw node.Error($"must be at least {XmlConvert.ToString(least)}");

        return value <= most ? value : throw node.Error($"must be at most {XmlConvert.ToString(most)}");
    }

    /// <summary>Settings that the emulator writes as empty text and that mean nothing until they are filled in.</summary>
    public void RefuseText(string key)
    {
        if (Text(key) is { Length: > 0 })
            throw Required(key).Error("is not supported; leave it empty");
    }

    private ConfigNode? TryGet(string key) =>
        Members().TryGetValue(key, out var node) && node.Element.ValueKind != JsonValueKind.Null ? node : null;
}
