using System.Text;
using CareLoop.Functions.Development;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Journeys;

/// <summary>The claim check: what machinery copies and keeps never holds a person.</summary>
public sealed class PrivacyTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly string[] Personal = ["王丽", "13800001234", "框架裂了", "HT-20260115-088", "可以,周六下午", "wx-openid-wang-li"];

    [Fact]
    public async Task Durable_store_broker_store_and_tables_hold_none_of_the_customers_name_phone_or_words()
    {
        var run = new JourneyCase(app.CreateClient(), "privacy");
        foreach (var step in JourneyJ01.Steps)
        {
            await app.Clock.AdvanceToAsync(step.At);
            await step.Do(run);
        }

        await app.Clock.AdvanceToAsync(JourneyJ01.Steps[^1].At.AddMinutes(1));

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
