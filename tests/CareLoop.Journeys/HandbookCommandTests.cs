namespace CareLoop.Journeys;

/// <summary>The commands for whoever writes handbooks, and for operators.</summary>
public sealed class HandbookCommandTests
{
    private static readonly string Handbooks = Path.Combine(AppContext.BaseDirectory, "Handbooks");

    [Fact]
    public async Task A_shipped_handbook_can_be_published()
    {
        var (exitCode, output, _) = await AppProcess.RunAsync("handbook", "validate", Path.Combine(Handbooks, "furniture-mall.yaml"));
        Assert.Equal(0, exitCode);
        Assert.Contains("可以发布", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_named_with_file_line_rule_and_remedy()
    {
        using var folder = new Functions.Tests.Support.TempFolder();
        var file = folder.At("furniture-mall.yaml");
        var text = await File.ReadAllTextAsync(Path.Combine(Handbooks, "furniture-mall.yaml"));
        await File.WriteAllTextAsync(file, text.Replace("amount: 24", "amount: -1", StringComparison.Ordinal));
        var (exitCode, output, _) = await AppProcess.RunAsync("handbook", "validate", file);
        Assert.Equal(1, exitCode);
        Assert.Matches(@"furniture-mall\.yaml\(\d+,\d+\): V-05 .+ → ", output);
    }

    [Fact]
    public async Task A_case_type_is_explained_in_Chinese()
    {
        var (exitCode, output, _) = await AppProcess.RunAsync("handbook", "explain", "furniture-mall", "Complaint");
        Assert.Equal(0, exitCode);
        Assert.All(["【办理阶段】", "【时限】", "【超时与上报】", "【回访】", "MALL-SLA-01"], part => Assert.Contains(part, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_handbook_or_type_lists_the_known_ones()
    {
        var (pack, _, packs) = await AppProcess.RunAsync("handbook", "explain", "zoo", "Complaint");
        var (type, _, types) = await AppProcess.RunAsync("handbook", "explain", "furniture-mall", "Zebra");
        Assert.Equal((2, 2), (pack, type));
        Assert.Contains("furniture-mall", packs, StringComparison.Ordinal);
        Assert.Contains("Complaint", types, StringComparison.Ordinal);
    }
}
