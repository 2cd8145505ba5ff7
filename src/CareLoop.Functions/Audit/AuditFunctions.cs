using System.Globalization;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Audit;

/// <summary>The audit record, for auditors of the site.</summary>
public sealed class AuditFunctions(CallerTokens tokens, AuditTable table, AuditLog audit, TimeProvider time)
{
    [Function("GetAudit")]
    public async Task<IResult> GetAudit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "audit")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var query = new QueryReader(request);
        var site = query.Text("site");
        var day = query.Date("day", "yyyy-MM-dd") ?? ChinaTime.Date(time.GetUtcNow());
        var size = query.PageSize();
        query.ThrowIfInvalid();
        if (site is not null && !caller.Sites.Contains(site))
        {
            throw new ApiProblem(ProblemKind.OtherSite);
        }

        var continuation = Cursor.Read(request);
        await audit.ReadAsync(caller, site, caseId: null, day.ToString("O", CultureInfo.InvariantCulture), cancellation);
        var (entries, next) = await table.ReadAsync(caller.Organisation, site, day, continuation, size, cancellation);
        return Paging.Answer(request, entries, next);
    }
}
