using System.Text.Json.Nodes;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

/// <summary>The directory over HTTP: staff read the entries of their sites, managers change them.</summary>
public sealed class DirectoryFunctions(CallerTokens tokens, DirectoryAdmin admin)
{
    [Function("ListDirectory")]
    public async Task<IResult> ListDirectory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "directory/{kind}")] HttpRequest request, string kind, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var (rows, continuation) = await admin.ListAsync(caller, FormOf(kind), Cursor.Read(request), Paging.SizeOf(request), cancellation);
        return Paging.Answer(request, rows.Select(View), continuation);
    }

    [Function("GetDirectoryEntry")]
    public async Task<IResult> GetDirectoryEntry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "directory/{kind}/{id}")] HttpRequest request,
        string kind,
        string id,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        return Show(request, await admin.FindAsync(caller, FormOf(kind), id, cancellation), StatusCodes.Status200OK);
    }

    [Function("PutDirectoryEntry")]
    public async Task<IResult> PutDirectoryEntry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "directory/{kind}/{id}")] HttpRequest request,
        string kind,
        string id,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var form = FormOf(kind);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        if (!EntryIds.IsValid(id))
        {
            body.Add("id", EntryIds.Rule);
        }

        var (row, isNew) = await admin.PutAsync(caller, form, id, body, EntryExpectation.Of(request), cancellation);
        return Show(request, row, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    [Function("DeleteDirectoryEntry")]
    public async Task<IResult> DeleteDirectoryEntry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "directory/{kind}/{id}")] HttpRequest request,
        string kind,
        string id,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        await admin.DeleteAsync(caller, FormOf(kind), id, EntryExpectation.Of(request), cancellation);
        return Results.NoContent();
    }

    private static DirectoryForm FormOf(string kind) => DirectoryForms.Find(kind)
        ?? throw new ApiProblem(ProblemKind.NotFound) { Allowed = [.. DirectoryForms.All.Select(form => form.Name)] };

    private static IResult Show(HttpRequest request, DirectoryRow row, int status)
    {
        request.HttpContext.Response.Headers.ETag = EntityVersion.ToETag(row.Version);
        return Results.Json(View(row), ApiJson.Options, statusCode: status);
    }

    /// <summary>The entry's own fields, and the version that If-Match asks for.</summary>
    private static JsonObject View(DirectoryRow row)
    {
        var entry = JsonNode.Parse(row.Json)!.AsObject();
        entry["version"] = row.Version;
        return entry;
    }
}
