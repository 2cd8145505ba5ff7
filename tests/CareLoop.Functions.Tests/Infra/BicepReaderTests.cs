namespace CareLoop.Functions.Tests.Infra;

public sealed class BicepReaderTests
{
    [Fact]
    public void Structure_is_read_and_expressions_stay_text()
    {
        var declarations = Read("""
            // a comment with a 'quote
            @description('It\'s a name; {[(')
            param name string = 'x-${toLower('A')}'
            param plain object
            resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = if (name == 'y') {
              name: name // behind a value
              sku: { name: 'a', size: 3 }
              resource blobs 'blobServices' = {
                name: 'default'
              }
            }
            resource many 'A/b@1' = [for (item, index) in items(map(x, y => { z: y })): {
              name: item
              list: [1, { deep: true }
                'three']
            }]
            """);

        Assert.Equal("'x-${toLower('A')}'", declarations[0].Value.TextAt());
        Assert.Equal(("param", "plain", "object", ""), (declarations[1].Kind, declarations[1].Name, declarations[1].Type, declarations[1].Value.TextAt()));
        Assert.Equal("name == 'y'", declarations[2].Condition);
        Assert.Equal(("name", "3"), (declarations[2].Value.TextAt("name"), declarations[2].Value.TextAt("sku", "size")));
        Assert.Equal("'default'", Assert.Single(declarations[2].Body.Resources).Value.TextAt("name"));
        Assert.Equal(3, Assert.IsType<BicepArray>(declarations[3].Body.At("list")).Items.Count);
    }

    [Theory]
    [InlineData("param name string = 'open", "(1): a string doesn't end")]
    [InlineData("var a = {\n  b: 1\n  b: 2\n}", "(3): 'b' stands twice")]
    [InlineData("var a = [1\n", "(2): an expression is missing")]
    [InlineData("resource a 'A/b@1' {\n}", "(1): '=' is missing")]
    [InlineData("rescource a 'A/b@1' = {\n}", "(1): 'rescource' is no declaration")]
    [InlineData("var a = {\n  b c\n}", "(2): ':' is missing")]
    public void Mistakes_are_reported_with_their_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static List<BicepDeclaration> Read(string text) => new BicepReader(text, "test.bicep").ReadFile();
}
