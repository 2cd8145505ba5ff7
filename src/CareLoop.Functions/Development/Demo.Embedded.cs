using System.Text.Json.Nodes;
using CareLoop.Embedded.Azurite;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Api;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Development;

/// <summary>Plays journey J01 through the real HTTP API, a real Azurite and the embedded broker, in a throw-away installation.</summary>
internal static class Demo
{
    /// <returns>0 only when the case ended archived.</returns>
    public static async Task<int> RunAsync(bool json)
    {
        var progress = json ? TextWriter.Null : Console.Out;
        var folder = System.IO.Directory.CreateTempSubdirectory("careloop-demo-");
        try
        {
            var result = await PlayAsync(folder.FullName, progress);
            var archived = (string?)result["case"]!["status"]!["id"] == "Archived";
            if (json)
            {
                Console.WriteLine(result.ToJsonString(ApiJson.Options));
            }
            else
            {
                Console.WriteLine(DemoReport.Of(result));
                Console.WriteLine(archived ? "闭环完成:工单已归档。" : "演示失败:工单未归档。");
            }

            return archived ? 0 : 1;
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

    private static async Task<JsonObject> PlayAsync(string folder, TextWriter progress)
    {
        await progress.WriteLineAsync("正在启动 Azurite 与 CareLoop …");
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions
        {
            DataFolder = Path.Combine(folder, "azurite"),
            InMemory = true,
            Progress = progress.WriteLine,
        });
        await using var host = await CareLoopHost.StartAsync(
            new CareLoopHostOptions(Path.Combine(folder, "careloop"), azurite.ConnectionString, "http://127.0.0.1:0", JourneyJ01.Start));
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");

        var clock = (VirtualClock)host.Services.GetRequiredService<TimeProvider>();
        var run = new JourneyCase(http, "demo");
        foreach (var step in JourneyJ01.Steps)
        {
            await clock.AdvanceToAsync(step.At);
            await step.Do(run);
            await progress.WriteLineAsync($"  {DemoReport.Local(step.At)}  {step.What}");
        }

        // The last notices are still on their way to the inboxes.
        await clock.AdvanceToAsync(JourneyJ01.Steps[^1].At.AddMinutes(1));
        JsonArray notices = [];
        foreach (var user in new[] { JourneyJ01.Customer, JourneyJ01.Specialist })
        {
            foreach (var notice in await run.NoticesAsync(user))
            {
                notice["to"] = user;
                notices.Add(notice.DeepClone());
            }
        }

        return new JsonObject
        {
            ["case"] = await run.ReadAsync(JourneyJ01.Specialist, string.Empty),
            ["timeline"] = (await run.ReadAsync(JourneyJ01.Specialist, "/timeline"))["timeline"]!.DeepClone(),
            ["clocks"] = (await run.ReadAsync(JourneyJ01.Specialist, "/clocks"))["clocks"]!.DeepClone(),
            ["notices"] = new JsonArray([.. notices.OrderBy(notice => (string?)notice!["at"], StringComparer.Ordinal).Select(notice => notice!.DeepClone())]),
        };
    }
}
