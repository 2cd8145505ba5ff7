using System.Text.RegularExpressions;

namespace CareLoop.Domain.Cases;

/// <summary>Phone numbers and addresses as they are shown to whoever need not know them (COM-PRIV-03).</summary>
public static partial class Masking
{
    private const string Stars = "****";
    private const int LongestHint = 6;

    /// <summary>A phone number with its first three and last four characters; a short one keeps its last two.</summary>
    public static string? Phone(string? phone) => phone switch
    {
        null => null,
        { Length: >= 10 } => $"{phone[..3]}{Stars}{phone[^4..]}",
        { Length: >= 5 } => $"{Stars}{phone[^2..]}",
        _ => Stars,
    };

    /// <summary>A name with its first character.</summary>
    public static string? Name(string? name) => string.IsNullOrEmpty(name) ? name : name[..1] + "**";

    /// <summary>An address with its first third, at most six characters: the district, never the door.</summary>
    public static string? Address(string? address) => address is null ? null : address[..Math.Min(LongestHint, address.Length / 3)] + Stars;

    /// <summary>Somebody's words with the phone numbers and doors in them masked.</summary>
    public static string? Words(string? text) =>
        text is null ? null : Door().Replace(Number().Replace(text, match => Phone(match.Value)!), Stars);

    // Mobile numbers, and fixed lines with their area code; grouped by spaces or hyphens or not.
    [GeneratedRegex(@"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)")]
    private static partial Regex Number();

    // 12栋1803, 3号楼2单元501室, 88弄6号602室
    [GeneratedRegex(@"\d+\s*(?:栋|幢|座|弄|号楼)\s*(?:\d+\s*(?:单元|号))?\s*\d*\s*室?")]
    private static partial Regex Door();
}
