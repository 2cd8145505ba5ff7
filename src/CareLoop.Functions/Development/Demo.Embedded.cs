using System.Text.Json.Nodes;
using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Api;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Development;

/// <summary>Plays a journey of the handbook through the real HTTP API, a real Azurite and the embedded broker, in a throw-away installation.</summary>
internal static class Demo
{
    /// <param name="journey">Id of the journey.</param>
    /// <param name="json">One JSON document and nothing else.</param>
    /// <returns>0 only when every case ended as the journey says.</returns>
    public static async Task<int> RunAsync(string journey, bool json)
    {
        var progress = json ? TextWriter.Null : Console.Out;
        var folder = System.IO.Directory.CreateTempSubdirectory("careloop-demo-");
        try
        {
            var script = JourneyScript.Load(journey);
            var results = await PlayAsync(script, folder.FullName, progress);
            var asWritten = results.All(result => (string?)result.Value!["status"] == (string?)result.Value["expected"]);
            foreach (var (_, result) in results)
            {
                result!.AsObject().Remove("status");
                result.AsObject().Remove("expected");
            }

            if (json)
            {
                Console.WriteLine((results.Count == 1 ? results.Single().Value! : results).ToJsonString(ApiJson.Options));
            }
            else
            {
                foreach (var (_, result) in results)
                {
                    Console.WriteLine(DemoReport.Of(result!.AsObject()));
                }

                Console.WriteLine(asWritten ? "闭环完成:工单按手册办结。" : "演示失败:工单的结局与手册不符。");
            }

            return asWritten ? 0 : 1;
        }
        catch (Exception error) when (error is JourneyException or AzuriteException)
        {
            await Console.Error.WriteLineAsync($"演示失败 The demo failed: {error.Message}");
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>Each case of the journey with its timeline, clocks and notices.</returns>
    private static async Task<JsonObject> PlayAsync(JourneyScript script, string folder, TextWriter progress)
    {
        await progress.WriteLineAsync("正在启动 Azurite 与 CareLoop …");
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions
        {
            DataFolder = Path.Combine(folder, "azurite"),
            InMemory = true,
            Progress = progress.WriteLine,
        });
        await using var host = await CareLoopHost.StartAsync(
            new CareLoopHostOptions(Path.Combine(folder, "careloop"), azurite.ConnectionString, "http://127.0.0.1:0", script.Start, Settings: script.Settings));
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");

        await progress.WriteLineAsync($"{script.Id} {script.Title}");
        var player = new JourneyPlayer(script, http, (VirtualClock)host.Services.GetRequiredService<TimeProvider>(), "demo");
        await player.PlayAsync((step, _) => progress.WriteLine($"  {DemoReport.Local(step.At)}  {step.What}"));
        JsonObject results = [];
        var inboxes = await player.InboxesAsync();
        foreach (var (name, end) in script.Cases)
        {
            results[name] = await ResultAsync(script, player.Cases[name], inboxes, end);
        }

        foreach (var (name, end) in script.CareTasks)
        {
            results[$"{name.Case}:{name.Task}"] = await ResultAsync(script, player, inboxes, name, end);
        }

        return results;
    }

    private static async Task<JsonObject> ResultAsync(JourneyScript script, JourneyCase run, JourneyInboxes inboxes, JourneyEnd end)
    {
        var read = await run.ReadAsync(script.Reader, string.Empty);
        return new JsonObject
        {
            ["status"] = (string?)read["status"]!["id"],
            ["expected"] = end.Status,
            ["case"] = read,
            ["timeline"] = (await run.ReadAsync(script.Reader, "/timeline"))["timeline"]!.DeepClone(),
            ["clocks"] = (await run.ReadAsync(script.Reader, "/clocks"))["clocks"]!.DeepClone(),
            ["notices"] = Notices(inboxes, run.Number!),
        };
    }

    private static async Task<JsonObject> ResultAsync(JourneyScript script, JourneyPlayer player, JourneyInboxes inboxes, CareName name, JourneyEnd end)
    {
        var care = player.Cases[name.Case].Care;
        var read = await care.ReadAsync(script.Reader, name.Task);
        return new JsonObject
        {
            ["status"] = await player.CareStatusAsync(name),
            ["expected"] = end.Status,
            ["careTask"] = read,
            ["timeline"] = read["timeline"]!.DeepClone(),
            ["clocks"] = read["clocks"]!.DeepClone(),
            ["notices"] = Notices(inboxes, care.Tasks[name.Task]),
        };
    }

    private static JsonArray Notices(JourneyInboxes inboxes, string id) => [.. inboxes.About(id).Select(notice => notice.DeepClone())];
}
