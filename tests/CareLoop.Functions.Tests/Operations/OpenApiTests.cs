using System.Reflection;
using CareLoop.Embedded.Worker;
using CareLoop.Functions.Operations;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Operations;

[Collection(AppCollection.Name)]
public sealed class OpenApiTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    [Fact]
    public void Every_HTTP_function_is_described_with_its_route_and_method()
    {
        var functions =
            from type in typeof(ApiOperations).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            from verb in trigger.Methods!
            select (method.GetCustomAttribute<FunctionAttribute>()!.Name, Verb: verb, Path: $"/api/{trigger.Route}");
        var described = ApiOperations.All.Select(operation => (operation.Function, operation.Method, operation.Path));
        Assert.Equal(functions.Order(), described.Order());
    }

    [Fact]
    public async Task The_document_lists_them_and_needs_no_token()
    {
        var document = (await api.GetAsync("/api/openapi.json", user: null)).Json;
        Assert.Equal("3.1.0", (string)document["openapi"]!);
        Assert.Equal(ApiOperations.All.Count, document["paths"]!.AsObject().Sum(path => path.Value!.AsObject().Count));
        Assert.All(References(document.ToJsonString()), name => Assert.NotNull(document["components"]!["schemas"]![name]));
    }

    [Fact]
    public async Task It_speaks_both_languages()
    {
        var chinese = (await api.GetAsync("/api/openapi.json", user: null)).Json;
        var english = (await api.GetAsync("/api/openapi.json", user: null, ("Accept-Language", "en"))).Json;
        Assert.Equal("查看工单", (string)chinese["paths"]!["/api/cases/{caseNumber}"]!["get"]!["summary"]!);
        Assert.Equal("Read a case", (string)english["paths"]!["/api/cases/{caseNumber}"]!["get"]!["summary"]!);
    }

    private static IEnumerable<string> References(string json) => json.Split("#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);
}
