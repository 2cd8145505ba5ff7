using System.Globalization;
using System.Reflection;
using System.Text;
using CareLoop.Embedded.Hosting;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Embedded.Worker;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Operations;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Security;

/// <summary>Every route, asked by every kind of caller.</summary>
[Collection(AppCollection.Name)]
public sealed class AccessMatrixTests(AppFixture app)
{
    private static SampleCase? sample;

    private readonly ApiClient api = new(app.CreateClient());

    public static TheoryData<string, Who> Cells()
    {
        TheoryData<string, Who> cells = [];
        foreach (var row in AccessMatrix.Rows)
        {
            foreach (var who in Enum.GetValues<Who>())
            {
                cells.Add(row.Function, who);
            }
        }

        return cells;
    }

    [Fact]
    public void Every_HTTP_function_has_a_line_in_the_matrix_and_in_the_rules()
    {
        var functions = typeof(ApiOperations).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null))
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(functions, RouteRules.All.Select(rule => rule.Function).Order(StringComparer.Ordinal));
        Assert.Equal(functions, AccessMatrix.Rows.Select(row => row.Function).Concat(AccessMatrix.WithoutToken.Keys).Order(StringComparer.Ordinal));
        Assert.All(AccessMatrix.Rows, row => Assert.Equal(Enum.GetValues<Who>().Length - (int)Who.Owner, row.Answers.Length));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Each_caller_gets_what_the_matrix_says(string function, Who who)
    {
        var row = AccessMatrix.Rows.Single(candidate => candidate.Function == function);
        var here = sample ??= await SampleCase.PrepareAsync(api);
        var expected = row.For(who);
        var start = app.Clock.GetUtcNow();
        var before = await EntriesAsync(row.Function, start);

        var answer = await SendAsync(row, here, await TokenAsync(who, here));

        if (expected == "*")
        {
            Assert.NotEqual(401, answer.Status);
            Assert.NotEqual(500, answer.Status);
            return;
        }

        Assert.Equal(expected, answer.Status is >= 200 and < 300 ? "ok" : ((string)answer.Json["type"]!).Split(':')[^1]);
        var added = (await EntriesAsync(row.Function, start)).Except(before).ToList();
        if (expected is "not-permitted" or "other-site" or "case-not-found")
        {
            Assert.Equal(AuditKind.Denial, Assert.Single(added).Kind);
        }
        else if (row.Personal && expected == "ok")
        {
            Assert.Equal(AuditKind.Read, Assert.Single(added).Kind);
        }
        else
        {
            Assert.DoesNotContain(added, entry => entry.Kind is AuditKind.Denial or AuditKind.Read);
        }
    }

    [Fact]
    public async Task A_machine_needs_its_function_key_and_a_token_does_not_replace_it()
    {
        var key = app.Host.Services.GetRequiredService<FunctionKeys>().DefaultKey;
        Task<ApiAnswer> Ask(string? user, params (string, string)[] headers) => api.SendAsync(
            HttpMethod.Post, "/api/customer-tokens", user, ApiClient.RawJson("""{"phone":"13800001234"}"""), headers: headers);

        Assert.Equal(401, (await Ask(null)).Status);
        Assert.Equal(401, (await Ask("wu.min")).Status);
        Assert.Equal(401, (await Ask(null, ("x-functions-key", key[..^1]))).Status);
        var answer = await Ask(null, ("x-functions-key", key));
        Assert.Equal(200, answer.Status);
        var token = (string)answer.Json["token"]!;
        var here = sample ??= await SampleCase.PrepareAsync(api);
        Assert.Equal(200, (await api.GetAsync($"/api/cases/{here.Number}", token)).Status);
        Assert.Equal(
            app.Clock.GetUtcNow() + TokenIssuer.CustomerLifetime,
            DateTimeOffset.Parse((string)answer.Json["expiresAt"]!, CultureInfo.InvariantCulture),
            TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Staff_sign_in_with_the_tokens_of_the_OpenID_provider()
    {
        var here = sample ??= await SampleCase.PrepareAsync(api);
        var agent = app.SignIn.Token(app.Clock.GetUtcNow());
        var stranger = app.SignIn.Token(app.Clock.GetUtcNow(), sites: ["mall-bj-01"]);
        var nobody = app.SignIn.Token(app.Clock.GetUtcNow(), roles: ["ComplaintSpecialist"]);

        Assert.Equal(200, (await api.GetAsync($"/api/cases/{here.Number}", agent)).Status);
        (await api.GetAsync($"/api/cases/{here.Number}", stranger)).Problem(403, "other-site");
        (await api.GetAsync($"/api/cases/{here.Number}", nobody)).Problem(403, "not-permitted");
    }

    /// <summary>What the audit record of all sites says about a function since an instant.</summary>
    private async Task<HashSet<AuditEntry>> EntriesAsync(string function, DateTimeOffset since)
    {
        var tables = app.Host.Services.GetRequiredService<Tables>();
        HashSet<AuditEntry> found = [];
        var filter = TableClient.CreateQueryFilter($"RowKey ge {since.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)} and What eq {function}");
        await foreach (var row in tables.Audit.QueryAsync<TableEntity>(filter))
        {
            found.Add(AuditTable.ToEntry(row));
        }

        return found;
    }

    private Task<ApiAnswer> SendAsync(AccessRow row, SampleCase here, string? token)
    {
        var path = row.Path.Replace("{case}", here.Number, StringComparison.Ordinal).Replace("{command}", here.CommandId, StringComparison.Ordinal)
            .Replace("{photo}", here.Photo, StringComparison.Ordinal).Replace("{token}", here.TrackingId, StringComparison.Ordinal);
        HttpContent? content = row.Body switch
        {
            null => null,
            "photo" => SampleCase.PhotoForm(),
            var json => ApiClient.RawJson(json),
        };
        return api.SendAsync(new HttpMethod(row.Method), path, token, content, row.Method == "POST" ? ApiClient.NewKey() : null);
    }

    private async Task<string?> TokenAsync(Who who, SampleCase here) => who switch
    {
        Who.NoToken => null,
        Who.ExpiredToken => app.SignIn.Token(app.Clock.GetUtcNow().AddHours(-3)),
        Who.AlteredToken => Alter(app.SignIn.Token(app.Clock.GetUtcNow())),
        Who.Owner => here.Owner,
        Who.Colleague => "zhou.jie",
        Who.Supervisor => "wu.min",
        Who.OtherSite => "ma.chao",
        Who.Auditor => "li.yan",
        Who.Operator => "xu.lei",
        Who.Customer => "wang.li",
        Who.OtherCustomer => "liu.jianguo",
        Who.TrackingLink => here.Tracking,
        _ => await here.OtherTrackingAsync(api),
    };

    /// <summary>The same token with one role more in its claims.</summary>
    private static string Alter(string token)
    {
        var parts = token.Split('.');
        var claims = Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(parts[1]));
        var altered = claims.Replace("\"agent\"", "\"manager\"", StringComparison.Ordinal);
        Assert.NotEqual(claims, altered);
        return $"{parts[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(altered)}.{parts[2]}";
    }
}
