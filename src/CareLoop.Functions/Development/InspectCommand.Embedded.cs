using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Store;

namespace CareLoop.Functions.Development;

/// <summary><c>inspect</c>: one durable instance as a table, also while the application runs.</summary>
internal static class InspectCommand
{
    public static async Task<int> RunAsync(string instance, string dataFolder)
    {
        var file = Path.Combine(dataFolder, "embedded.db");
        if (!File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"没有数据 No data yet: {file}");
            return 2;
        }

        await using var store = EmbeddedStore.Open(file);
        if (InstanceInspector.Describe(store, instance) is not { } text)
        {
            await Console.Error.WriteLineAsync($"没有此实例 No such instance: {instance}\n实例名为 工单编号.次数,例如 case number and episode, such as: MALL-20260304-7K3QF2M9X.1");
            return 2;
        }

        Console.WriteLine(text);
        return 0;
    }
}
