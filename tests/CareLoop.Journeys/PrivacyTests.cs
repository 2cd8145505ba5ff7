using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys;

/// <summary>The claim check: what machinery copies and keeps never holds a person.</summary>
public sealed class PrivacyTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly string[] Personal = ["王丽", "13800001234", "框架裂了", "HT-20260115-088", "可以,周六下午", "wx-openid-wang-li", "马先生", "13711112222", "S-20260301-017", "沙发腿有点晃"];

    [Fact]
    public async Task Durable_store_broker_store_and_tables_hold_none_of_the_customers_name_phone_or_words()
    {
        var run = new JourneyCase(app.CreateClient(), "privacy");
        foreach (var step in JourneyJ01.Steps)
        {
            await app.Clock.AdvanceToAsync(step.At);
            await step.Do(run);
        }

        await CareAsync();
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddMinutes(1));

        var files = System.IO.Directory.EnumerateFiles(app.DataFolder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "host.lock")
            .ToList();
        var found = files.SelectMany(file => Find(file, ReadShared(file)));
        Assert.Empty(found);

        await foreach (var (where, text) in app.TableTextsAsync())
        {
            Assert.Empty(Find(where, Encoding.UTF8.GetBytes(text)));
        }

        // The search itself finds what is there: the case number is all over the store.
        Assert.Contains(files, file => Contains(ReadShared(file), Encoding.UTF8.GetBytes(run.Number!)));
        Assert.Empty(Find("log", Encoding.UTF8.GetBytes(app.Log)));
        Assert.NotEmpty(app.Log);
    }

    /// <summary>A customer without a case is asked after a sale, cannot be talked to at first, and says something.</summary>
    private async Task CareAsync()
    {
        var run = new JourneyCase(app.CreateClient(), "privacy-care");
        await run.Care.RecordAsync("zhou.jie", new JsonObject
        {
            ["site"] = "mall-sh-01",
            ["kind"] = "Order",
            ["number"] = "S-20260301-017",
            ["customer"] = new JsonObject { ["name"] = "马先生", ["phone"] = "13711112222" },
            ["agent"] = "zhou.jie",
            ["anchors"] = new JsonArray(new JsonObject { ["anchor"] = "SaleDelivered", ["at"] = "2026-03-05T16:00:00+08:00" }),
        });
        await run.Care.CommandAsync("zhou.jie", "fu-7d", new JsonObject { ["command"] = "attempt", ["text"] = "马先生 13711112222 无人接听" });
        await app.Clock.AdvanceToAsync(app.Clock.GetUtcNow().AddHours(3));
        await run.Care.CommandAsync("zhou.jie", "fu-7d", new JsonObject { ["command"] = "complete", ["result"] = "Acceptable", ["text"] = "沙发腿有点晃" });
        Assert.Contains("沙发腿有点晃", (await run.Care.ReadAsync("zhou.jie", "fu-7d")).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Find(string where, byte[] bytes) => Personal
        .Where(word => Contains(bytes, Encoding.UTF8.GetBytes(word)) || Contains(bytes, Encoding.Unicode.GetBytes(word)))
        .Select(word => $"{where}: {word}");

    private static bool Contains(byte[] bytes, byte[] word) => bytes.AsSpan().IndexOf(word) >= 0;

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
