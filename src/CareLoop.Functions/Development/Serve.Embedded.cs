using System.Globalization;
using CareLoop.Embedded.Azurite;

namespace CareLoop.Functions.Development;

/// <summary>Runs the application for a developer, or for a test that kills it.</summary>
internal static class Serve
{
    private const string DefaultUrl = "http://localhost:7071";

    /// <param name="args">
    /// Options for tests: <c>--data</c> folder, <c>--storage</c> connection string of a running account,
    /// <c>--url</c>, <c>--virtual-clock</c> instant to start from.
    /// </param>
    public static async Task<int> RunAsync(params string[] args)
    {
        var options = Parse(args);
        var data = options.GetValueOrDefault("--data") ?? Places.Data;
        var (storage, azurite) = options.TryGetValue("--storage", out var given) ? (given, null) : await StartAzuriteAsync(data);
        await using var ownAzurite = azurite;
        await using var host = await CareLoopHost.StartAsync(new CareLoopHostOptions(
            data,
            storage,
            options.GetValueOrDefault("--url") ?? DefaultUrl,
            options.TryGetValue("--virtual-clock", out var start) ? DateTimeOffset.Parse(start, CultureInfo.InvariantCulture) : null));
        Console.WriteLine(Welcome(host.Address));
        await host.WaitForShutdownAsync();
        Console.WriteLine("正在停止 Stopping …");
        return 0;
    }

    private static async Task<(string Storage, AzuriteServer Azurite)> StartAzuriteAsync(string data)
    {
        Console.WriteLine("正在启动 Azurite(首次运行需下载,约半分钟) Starting Azurite (downloaded on first use) …");
        var azurite = await AzuriteServer.StartAsync(new AzuriteOptions
        {
            DataFolder = Path.Combine(data, "azurite"),
            Ports = AzuritePorts.Default,
            Progress = Console.WriteLine,
        });
        return (azurite.ConnectionString, azurite);
    }

    private static Dictionary<string, string> Parse(string[] args) => args.Length % 2 == 0 && args.Chunk(2).All(pair => pair[0].StartsWith("--", StringComparison.Ordinal))
        ? args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1])
        : throw new ArgumentException("Options come in pairs: --name value.", nameof(args));

    private static string Welcome(Uri address) => $"""

        CareLoop 客诉闭环 已启动 is running: {address}
          首页 start page   {address}
          接口 API          {address}api/openapi.json

        试一试:王丽提交一宗带照片的投诉 Try it: a complaint with a photo
          TOKEN=$(curl -s {address}development/tokens/wang.li)
          curl -s {address}api/cases -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%s)" \
            -F 'case={"{"}"site":"mall-sh-01","channel":"WeChat","text":"沙发框架裂了,要求换新"{"}"}' \
            -F photo=@src/CareLoop.Functions/Development/Photos/sofa-1.jpg

        按 Ctrl-C 停止 Press Ctrl-C to stop.
        """;
}
