namespace CareLoop.Domain.Words;

/// <summary>The languages texts exist in; Chinese is the original, English the translation.</summary>
public enum Language
{
    Chinese,
    English,
}

/// <summary>A short text in both languages.</summary>
public sealed record LocalText(string Zh, string En)
{
    public string In(Language language) => language == Language.English ? En : Zh;

    public override string ToString() => Zh;
}
