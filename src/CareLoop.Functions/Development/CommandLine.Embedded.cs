namespace CareLoop.Functions.Development;

/// <summary>What <c>dotnet run</c> can do besides running the application.</summary>
internal static class CommandLine
{
    private const string Usage = """
        用法 Usage: dotnet run --project src/CareLoop.Functions [-- command]

          (none)          启动全部服务,直到 Ctrl-C   start everything, until Ctrl-C
          demo [--json]   在虚拟时钟上演示一宗投诉   play one complaint on the virtual clock
          help            本说明                     this text
        """;

    public static Task<int> RunAsync(string[] args) => args switch
    {
        [] => Serve.RunAsync(),
        ["demo"] => Demo.RunAsync(json: false),
        ["demo", "--json"] => Demo.RunAsync(json: true),
        ["serve", ..] => Serve.RunAsync(args[1..]),
        ["help" or "--help" or "-h"] => Task.FromResult(Print(Usage, 0)),
        _ => Task.FromResult(Print($"不认识的命令 Unknown command: {string.Join(' ', args)}\n\n{Usage}", 2)),
    };

    private static int Print(string text, int exitCode)
    {
        (exitCode == 0 ? Console.Out : Console.Error).WriteLine(text);
        return exitCode;
    }
}
