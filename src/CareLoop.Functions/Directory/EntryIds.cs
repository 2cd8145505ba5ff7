using System.Text.RegularExpressions;
using CareLoop.Domain.Words;

namespace CareLoop.Functions.Directory;

/// <summary>Ids administrators choose: they stand in addresses and row keys.</summary>
internal static partial class EntryIds
{
    public static readonly LocalText Rule = new(
        "编号由字母、数字、点、横线组成,最长 64 个字符。", "An id consists of letters, digits, dots and hyphens, at most 64 characters.");

    public static bool IsValid(string id) => Allowed().IsMatch(id);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.\-]{0,63}\z")]
    private static partial Regex Allowed();
}
