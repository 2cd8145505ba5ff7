using System.Text.RegularExpressions;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Infra;

public sealed partial class ModuleTests
{
    public static TheoryData<string> FileNames => [.. Infrastructure.Files.Keys];

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_module_gets_exactly_the_parameters_it_declares(string file)
    {
        foreach (var module in Infrastructure.Files[file].Where(declaration => declaration.Kind == "module"))
        {
            var given = Assert.IsType<BicepObject>(module.Body.At("params")).Properties.Keys;
            var declared = Target(file, module).Where(declaration => declaration.Kind == "param").ToList();

            Assert.Empty(given.Except(declared.Select(parameter => parameter.Name)));
            Assert.Empty(declared.Where(parameter => parameter.Value.TextAt() == "").Select(parameter => parameter.Name).Except(given));
        }
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void An_output_that_is_used_exists(string file)
    {
        var modules = Infrastructure.Files[file].Where(declaration => declaration.Kind == "module").ToDictionary(module => module.Name);
        foreach (Match use in OutputUse().Matches(Repository.Read("infra", file)))
        {
            var outputs = Target(file, modules[use.Groups[1].Value]).Where(declaration => declaration.Kind == "output");
            Assert.Contains(use.Groups[2].Value, outputs.Select(output => output.Name));
        }
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_parameter_that_is_declared_is_used(string file)
    {
        var text = Repository.Read("infra", file);
        Assert.All(
            Infrastructure.Files[file].Where(declaration => declaration.Kind is "param" or "var"),
            declaration => Assert.True(Regex.Count(text, $@"\b{declaration.Name}\b") > 1, $"{declaration.Name} in {file} is never used"));
    }

    [Fact]
    public void Every_file_is_reached_from_main()
    {
        HashSet<string> reached = ["main.bicep"];
        Queue<string> open = new(reached);
        while (open.TryDequeue(out var file))
        {
            foreach (var target in Infrastructure.Files[file].Where(declaration => declaration.Kind == "module").Select(module => PathOf(file, module)))
            {
                if (reached.Add(target))
                {
                    open.Enqueue(target);
                }
            }
        }

        Assert.Equal(Infrastructure.Files.Keys.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    private static List<BicepDeclaration> Target(string file, BicepDeclaration module) => Infrastructure.Files[PathOf(file, module)];

    private static string PathOf(string file, BicepDeclaration module) =>
        Path.Combine(Path.GetDirectoryName(file)!, module.Type).Replace('\\', '/');

    [GeneratedRegex(@"\b(\w+)!?\.outputs\.(\w+)")]
    private static partial Regex OutputUse();
}
