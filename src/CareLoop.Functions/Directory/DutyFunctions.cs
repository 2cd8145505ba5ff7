using System.Globalization;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

/// <summary>Somebody on duty, as colleagues see it.</summary>
public sealed record DutyView(Named Person, Named Shift, bool OnCall, DateTimeOffset StartsAt, DateTimeOffset EndsAt, Named? InsteadOf);

/// <summary>Who is on duty, and what people say about their day.</summary>
public sealed class DutyFunctions(CallerTokens tokens, StaffDirectory directory, WorkLogTable logs, TimeProvider time)
{
    private const int LogLength = 10_000;

    [Function("GetDuty")]
    public async Task<IResult> GetDuty(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/duty")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var now = time.GetUtcNow();
        Named Person(string id) => new(id, people.NameOf(id));
        var onDuty = Roster.At(people, site, now).Select(duty => new DutyView(
            Person(duty.Person.Id),
            new Named(duty.Shift.Id, duty.Shift.Name),
            duty.Shift.OnCall,
            duty.Span.StartsAt,
            duty.Span.EndsAt,
            duty.InsteadOf is { } absent ? Person(absent) : null));
        return Results.Json(new { At = now, OnDuty = onDuty }, ApiJson.Options);
    }

    [Function("WriteWorkLog")]
    public async Task<IResult> WriteWorkLog(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sites/{site}/worklogs/{day}")] HttpRequest request,
        string site,
        string day,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        SiteAuthority.Require(caller, await directory.GetAsync(cancellation), site);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var today = body.Text("today", required: true, LogLength);
        var tomorrow = body.Text("tomorrow", required: true, LogLength);
        var date = DayOf(day);
        var now = time.GetUtcNow();
        if (date > ChinaTime.Date(now))
        {
            body.Add("day", new("不能预写以后的日志。", "A log cannot be written before its day."));
        }

        body.ThrowIfInvalid();
        var log = new WorkLog(caller.Actor.Id, date, today!, tomorrow!, now);
        await logs.WriteAsync(caller.Organisation, site, log, cancellation);
        return Results.Json(log, ApiJson.Options);
    }

    [Function("ListWorkLogs")]
    public async Task<IResult> ListWorkLogs(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/worklogs/{day}")] HttpRequest request,
        string site,
        string day,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var all = await logs.ReadAsync(caller.Organisation, site, DayOf(day), cancellation);

        // Everybody reads his own; whoever answers for the site reads all.
        return Results.Json(
            new { Items = all.Where(log => log.Staff == caller.Actor.Id || DirectoryAuthority.Leads(caller)) }, ApiJson.Options);
    }

    [Function("CheckWorkLog")]
    public async Task<IResult> CheckWorkLog(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sites/{site}/worklogs/{day}/{staff}/check")] HttpRequest request,
        string site,
        string day,
        string staff,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        DirectoryAuthority.RequireManager(caller, [site]);
        var log = (await logs.ReadAsync(caller.Organisation, site, DayOf(day), cancellation)).FirstOrDefault(found => found.Staff == staff)
            ?? throw new ApiProblem(ProblemKind.NotFound);
        var seen = log with { CheckedBy = caller.Actor.Id, CheckedAt = time.GetUtcNow() };
        await logs.WriteAsync(caller.Organisation, site, seen, cancellation);
        return Results.Json(seen, ApiJson.Options);
    }

    private static DateOnly DayOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new ApiProblem(ProblemKind.RequestInvalid) { Errors = [new FieldError("day", new("应为日期,例如 2026-03-07。", "Must be a date such as 2026-03-07."))] };
}
