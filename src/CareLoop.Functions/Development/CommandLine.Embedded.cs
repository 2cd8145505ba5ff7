namespace CareLoop.Functions.Development;

/// <summary>What <c>dotnet run</c> can do besides running the application.</summary>
internal static class CommandLine
{
    private const string DefaultJourney = "J01";

    private const string Usage = """
        用法 Usage: dotnet run --project src/CareLoop.Functions [-- command]

          (none)                           启动全部服务,直到 Ctrl-C  start everything, until Ctrl-C
          demo [--journey J02] [--json]    在虚拟时钟上演示一段旅程  play a journey on the virtual clock
          handbook validate <file>         检查手册文件            check a handbook file
          handbook explain <pack> <type>   用中文说明一类工单的规则 explain a case type's rules
          inspect <instance>               查看一个持久实例的历史   read a durable instance's history
          export verify <night>            检查某夜的导出           check the export of a night
          export restore <night> [--resume]  恢复到空表            restore it into empty tables
          keys rewrap                      改用新的包装密钥         wrap data keys with the new wrapping key
          help                             本说明                   this text
        """;

    public static Task<int> RunAsync(string[] args) => args switch
    {
        [] => Serve.RunAsync(),
        ["demo"] => Demo.RunAsync(DefaultJourney, json: false),
        ["demo", "--json"] => Demo.RunAsync(DefaultJourney, json: true),
        ["demo", "--journey", var journey] => Demo.RunAsync(journey, json: false),
        ["demo", "--journey", var journey, "--json"] => Demo.RunAsync(journey, json: true),
        ["handbook", "validate", var file] => Task.FromResult(HandbookCommands.Validate(file)),
        ["handbook", "explain", var pack, var type] => Task.FromResult(HandbookCommands.Explain(pack, type)),
        ["inspect", var instance] => InspectCommand.RunAsync(instance, Places.Data),
        ["export", "verify", var night] => OperatorCommands.VerifyAsync(night),
        ["export", "restore", var night] => OperatorCommands.RestoreAsync(night, resume: false),
        ["export", "restore", var night, "--resume"] => OperatorCommands.RestoreAsync(night, resume: true),
        ["keys", "rewrap"] => OperatorCommands.RewrapKeysAsync(),
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
