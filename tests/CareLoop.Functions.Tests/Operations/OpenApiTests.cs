using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using CareLoop.Embedded.Worker;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Operations;
using CareLoop.Functions.Operations.DeadLetters;
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

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Every_field_of_every_schema_says_what_it_means(string language)
    {
        var schemas = (await api.GetAsync("/api/openapi.json", user: null, ("Accept-Language", language))).Json["components"]!["schemas"]!.AsObject();
        Assert.DoesNotContain("\"$ref\":\"#/properties", schemas.ToJsonString(), StringComparison.Ordinal);
        var fields = schemas.SelectMany(schema => Fields(schema.Key, schema.Value!)).ToList();
        Assert.NotEmpty(fields);
        Assert.Empty(fields.Where(field => string.IsNullOrWhiteSpace((string?)field.Schema["description"])).Select(field => field.Path));
    }

    [Fact]
    public void Every_command_has_an_example_that_its_form_accepts() => Assert.All(CommandForms.All, form =>
    {
        var example = ApiExamples.Command(form.Name);
        var reader = new FieldReader(JsonBody.Parse(Encoding.UTF8.GetBytes(example.ToJsonString())));
        Assert.Equal(form.Name, reader.Text("command", required: true, maxLength: 64));
        var (command, _, _) = form.Read(reader, maxTextLength: 10_000);
        Assert.NotNull(command);
        Assert.Superset(form.Fields.Where(field => field.Required).Select(field => field.Name).ToHashSet(), example.Select(field => field.Key).ToHashSet());
    });

    [Fact]
    public async Task The_example_of_intake_opens_a_case_and_the_one_of_search_is_answered()
    {
        Assert.Equal(201, (await api.OpenAsync(ApiExamples.Intake)).Status);
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Post, "/api/cases/search", content: JsonContent.Create(ApiExamples.Search))).Status);
    }

    [Fact]
    public void The_examples_of_deciding_about_dead_letters_are_read_as_real_orders()
    {
        static DeadLetterOrder Read(JsonObject example, bool discards) =>
            DeadLetterOrder.Read(JsonBody.Parse(Encoding.UTF8.GetBytes(example.ToJsonString())), discards);
        var number = (long)ApiExamples.DeadLetterReplay["sequenceNumber"]!;
        Assert.Equal(("customer", number, "replayed"), Shown(Read(ApiExamples.DeadLetterReplay, discards: false)));
        Assert.Equal(("customer", number, "discarded"), Shown(Read(ApiExamples.DeadLetterDiscard, discards: true)));

        static (string, long, string) Shown(DeadLetterOrder order) => (order.Place, order.SequenceNumber, order.Outcome);
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Fields(string path, JsonNode schema) => schema switch
    {
        JsonObject node => node.SelectMany(entry => entry is { Key: "properties", Value: JsonObject properties }
            ? properties.SelectMany(field => Fields($"{path}.{field.Key}", field.Value!).Prepend(($"{path}.{field.Key}", field.Value!.AsObject())))
            : entry.Key is "examples" || entry.Value is null ? [] : Fields(path, entry.Value)),
        JsonArray list => list.Where(item => item is not null).SelectMany(item => Fields(path, item!)),
        _ => [],
    };

    private static IEnumerable<string> References(string json) => json.Split("#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);
}
