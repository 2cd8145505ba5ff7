using System.Collections.Immutable;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Tests.Support;

/// <summary>The mall's handbook with other hours, other amounts or other holidays, each taking running cases along.</summary>
public static class MallVariants
{
    private const string Hours = """
        packId: furniture-mall
        organisation: demo
        version: 1.0.0
        extends: furniture-mall@1.0.0
        displayName: 北区店
        timeZone: Asia/Shanghai
        effectiveFrom: 2026-03-04T12:00:00+08:00
        movesRunningCases: true
        calendars:
          - id: mall
            name: 北区店营业时间
            weekly: { mon-sat: [["09:00", "12:00"], ["14:00", "16:00"]] }
            openOnHolidays: false
            ruleIds: [COM-TIME-03]
            origin: I
        """;

    private const string Holiday = """
        holidayYear: 2026
        version: "2026.2"
        source: 更正
        publishedAt: 2026-03-04T15:00:00+08:00
        holidays:
          - { name: 临时放假, from: 2026-03-05, to: 2026-03-05 }
          - { name: 劳动节, from: 2026-05-01, to: 2026-05-07 }
        """;

    /// <summary>The mall's handbook and that of one organisation with a lunch break.</summary>
    public static PackLibrary Library { get; } = PackLibrary.Load(Layers.Append(("north.yaml", Hours)));

    /// <summary>The mall, its shop with a lunch break, and versions with longer and shorter limits.</summary>
    public static ImmutableArray<PolicyPack> All { get; } =
        [Packs.Mall, Library.InForce("furniture-mall", null, At.China("2026-03-04 12:00"), "demo"), Version("1.1.0", 48), Version("1.2.0", 6)];

    private static IEnumerable<(string FileName, string Text)> Layers =>
        Packs.Files.Where(f => f.FileName is "base.yaml" or "furniture-mall.yaml" or "holidays-2026.yaml");

    /// <summary>A later version of the mall's handbook, in which the complaint cycle has other hours and the chat limit another id.</summary>
    public static PolicyPack Version(string version, int cycleHours, string effective = "2026-03-04T12:00:00+08:00") => PackLibrary.Load(Layers
        .Where(f => f.FileName != "furniture-mall.yaml")
        .Append(("mall.yaml", Changed(Packs.Files.Single(f => f.FileName == "furniture-mall.yaml").Text, version, cycleHours, effective)))).Packs.Single();

    /// <summary>A later version of the mall's handbook with parts of its text replaced.</summary>
    public static PolicyPack Version(string version, params (string Right, string Wrong)[] changes)
    {
        var text = Changed(Packs.Files.Single(f => f.FileName == "furniture-mall.yaml").Text, version, 24, "2026-03-04T12:00:00+08:00")
            .Replace("id: chat-reply", "id: chat-first-reply", StringComparison.Ordinal);
        foreach (var (right, wrong) in changes)
        {
            Assert.Contains(right, text, StringComparison.Ordinal);
            text = text.Replace(right, wrong, StringComparison.Ordinal);
        }

        return PackLibrary.Load(Layers.Where(f => f.FileName != "furniture-mall.yaml").Append(("mall.yaml", text))).Packs.Single();
    }

    /// <summary>A pack as it was, counted by corrected holidays.</summary>
    public static PolicyPack WithCorrectedHolidays(string file) => Load(file, Holiday);

    /// <summary>A pack with one more file of holidays.</summary>
    public static PolicyPack Load(string file, string holidays) =>
        PackLibrary.Load(Packs.Files.Where(f => f.FileName is "base.yaml" or "holidays-2026.yaml" || f.FileName == file).Append(("more.yaml", holidays))).Packs.Single();

    private static string Changed(string mall, string version, int cycleHours, string effective) => mall.ReplaceLineEndings("\n")
        .Replace("version: 1.0.0", $"version: {version}\nmovesRunningCases: true", StringComparison.Ordinal)
        .Replace("effectiveFrom: 2026-01-01T00:00:00+08:00", $"effectiveFrom: {effective}", StringComparison.Ordinal)
        .Replace("id: chat-first-reply", "id: chat-reply", StringComparison.Ordinal)
        .Replace("    amount: 24\n    exclusive", $"    amount: {cycleHours}\n    exclusive", StringComparison.Ordinal);
}
