using System.Globalization;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Duties;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Duties;

/// <summary>A duty of a day or period, and who did it.</summary>
public sealed record DutyTaskView(
    string Id,
    string Site,
    Named Duty,
    Named Status,
    Named Role,
    IReadOnlyList<Named> People,
    DateTimeOffset OpensAt,
    DateTimeOffset DueAt,
    string RuleId,
    string? Unit,
    Named? OpenedBy,
    string? Event,
    Named? DoneBy,
    DateTimeOffset? DoneAt,
    decimal? Figure,
    string? Text);

/// <summary>Duties over HTTP: what is to be done on a day, that it is done, and that an event has happened that brings one about.</summary>
public sealed class DutyTaskFunctions(CallerTokens tokens, DutyDesk desk, StaffDirectory directory, TimeProvider time)
{
    private const int CodeLength = 128;
    private const int TextLength = 2_000;
    private const int MarkLength = 12;
    private const string Mine = "mine";
    private const string All = "all";

    [Function("ListDutyTasks")]
    public async Task<IResult> ListDutyTasks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/duty-tasks")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var query = new QueryReader(request);
        var today = ChinaTime.Date(time.GetUtcNow());
        var day = query.Date("day", "yyyy-MM-dd") ?? today;
        var whose = query.OneOf("whose", [Mine, All]) ?? Mine;
        var person = query.Text("person");
        query.ThrowIfInvalid();
        if (day < today.AddYears(-1) || day > today.AddYears(1))
        {
            throw Invalid("day", new("请选择前后一年之内的日期。", "Choose a day within a year."));
        }

        var language = RequestLanguage.Of(request);
        var wanted = person ?? (whose == Mine ? caller.Actor.Id : null);
        var entries = (await desk.OfDayAsync(site, day, cancellation))
            .Where(entry => wanted is null || entry.People.Contains(wanted) || entry.Stored?.Record.DoneBy == wanted);
        return Results.Json(new { Day = day, Items = entries.Select(entry => View(entry, site, caller, people, language)) }, ApiJson.Options);
    }

    [Function("CompleteDutyTask")]
    public async Task<IResult> CompleteDutyTask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sites/{site}/duty-tasks/{duty}/completion")] HttpRequest request,
        string site,
        string duty,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var text = body.Text("text", required: false, TextLength);
        var figure = body.Integer("figure", required: false);
        if (figure < 0)
        {
            body.Add("figure", new("不能为负数。", "Must not be negative."));
        }

        body.ThrowIfInvalid();
        // Whoever loses to the watch, which only notes that it was missed, tries again on what there is then.
        while (await desk.FindAsync(site, duty, cancellation) is { } entry)
        {
            if (entry.Stored?.Record is { DoneAt: not null } done && done.DoneBy == caller.Actor.Id && done.Figure == figure && entry.Stored.Text == text)
            {
                return Results.Json(View(entry, site, caller, people, RequestLanguage.Of(request)), ApiJson.Options);
            }

            Refuse(DutyRules.Refuse(entry.Task, entry.Stored?.Record, MayAnswer(entry, caller), figure, time.GetUtcNow()), entry);
            await desk.DoneAsync(caller.Organisation, site, entry, caller.Actor.Id, text, figure, cancellation);
        }

        throw new ApiProblem(ProblemKind.NotFound);
    }

    [Function("OpenDutyTask")]
    public async Task<IResult> OpenDutyTask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sites/{site}/duty-tasks")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var key = IdempotencyKey.Require(request);
        var json = await JsonBody.ReadAsync(request, cancellation);
        var body = new FieldReader(json);
        var duty = body.Text("duty", required: true, CodeLength);
        var what = body.Text("event", required: true, TextLength);
        var by = body.Instant("by", required: false);
        body.ThrowIfInvalid();
        var now = time.GetUtcNow();
        var pack = desk.PackOf(people, site, now) ?? throw new ApiProblem(ProblemKind.NotFound);
        var task = Read(pack, duty!, CommandIds.Of($"duty\n{site}", $"{caller.Actor.Id}\n{key}")[..MarkLength], now, by);
        var hash = JsonBody.HashOf(json);
        var opened = await desk.OpenAsync(caller.Organisation, site, task, task.Id[(task.Id.LastIndexOf('-') + 1)..], caller.Actor.Id, what!, hash, cancellation);
        if (opened.BodyHash != hash)
        {
            throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
        }

        var entry = await desk.FindAsync(site, opened.Record.Id, cancellation) ?? throw new ApiProblem(ProblemKind.NotFound);
        return Results.Json(View(entry, site, caller, people, RequestLanguage.Of(request)), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private static DutyTask Read(PolicyPack pack, string duty, string mark, DateTimeOffset now, DateTimeOffset? by)
    {
        var known = DutyBook.OnEvent(pack).ToList();
        if (known.Find(rule => rule.Id == duty) is not { } rule)
        {
            throw new ApiProblem(ProblemKind.UnknownValue)
            {
                Errors = [new FieldError("duty", new($"“{duty}”不是由事件引起的例行任务。", $"'{duty}' is no duty that an event brings about."))],
                Allowed = [.. known.Select(item => item.Id)],
            };
        }

        if (by <= now)
        {
            throw new ApiProblem(ProblemKind.ImpossibleValue)
            {
                Errors = [new FieldError("by", new("应为以后的时间。", "Must be a time to come."))],
                RuleId = rule.RuleId,
            };
        }

        return DutyBook.OfEvent(pack, rule, mark, now, by) ?? throw new ApiProblem(ProblemKind.FieldMissing)
        {
            Errors = [new FieldError("by", new("请写明须在何时之前完成,如放行的时间。", "Say before when it has to be done, such as the time of the release."))],
            RuleId = rule.RuleId,
        };
    }

    // Whoever hears of a missed duty can also do it, or say who did.
    private static bool MayAnswer(DutyEntry entry, Caller caller) =>
        entry.People.Contains(caller.Actor.Id) || caller.Actor.Roles.Contains(entry.Task.Rule.Role) || caller.Actor.Roles.Contains(entry.Task.Rule.OnOverdue);

    private static void Refuse(DutyRefusal? refusal, DutyEntry entry)
    {
        if (refusal is null)
        {
            return;
        }

        throw refusal switch
        {
            DutyRefusal.NotYours => new ApiProblem(ProblemKind.NotPermitted) { Allowed = [entry.Task.Rule.Role, entry.Task.Rule.OnOverdue], RuleId = entry.Task.Rule.RuleId },
            DutyRefusal.FigureMissing => new ApiProblem(ProblemKind.FieldMissing)
            {
                Errors = [new FieldError("figure", new($"请填写数量({entry.Task.Rule.Unit})。", $"Give the number ({entry.Task.Rule.Unit})."))],
                RuleId = entry.Task.Rule.RuleId,
            },
            _ => new ApiProblem(ProblemKind.DutyClosed)
            {
                Detail = refusal == DutyRefusal.NotOpenYet
                    ? new LocalText($"自 {Local(entry.Task.OpensAt)} 起才能完成。", $"It can be done from {Local(entry.Task.OpensAt)}.")
                    : new LocalText($"{entry.Stored!.Record.DoneBy} 已于 {Local(entry.Stored.Record.DoneAt!.Value)} 完成。", $"{entry.Stored.Record.DoneBy} did it at {Local(entry.Stored.Record.DoneAt!.Value)}."),
                RuleId = entry.Task.Rule.RuleId,
            },
        };
    }

    private static ApiProblem Invalid(string field, LocalText detail) => new(ProblemKind.RequestInvalid) { Errors = [new FieldError(field, detail)] };

    private DutyTaskView View(DutyEntry entry, string site, Caller caller, DirectorySnapshot people, Language language)
    {
        var (task, record) = (entry.Task, entry.Stored?.Record);
        var pack = desk.PackOf(people, site, time.GetUtcNow());
        var isFull = MayAnswer(entry, caller) || record?.OpenedBy == caller.Actor.Id || DirectoryAuthority.Leads(caller);
        Named Person(string id) => new(id, people.NameOf(id));
        string? Words(string? words) => isFull ? words : Domain.Cases.Masking.Words(words);
        return new DutyTaskView(
            task.Id,
            site,
            new Named(task.Rule.Id, task.Rule.Name.In(language)),
            StatusOf(DutyRules.StatusOf(task, record, time.GetUtcNow()), language),
            new Named(task.Rule.Role, pack?.NameOf(task.Rule.Role, language) ?? task.Rule.Role),
            [.. entry.People.Select(Person)],
            task.OpensAt,
            task.DueAt,
            task.Rule.RuleId,
            task.Rule.Unit,
            record?.OpenedBy is { } opener ? Person(opener) : null,
            Words(entry.Stored?.Event),
            record?.DoneBy is { } doer ? Person(doer) : null,
            record?.DoneAt,
            record?.Figure,
            Words(entry.Stored?.Text));
    }

    private static Named StatusOf(DutyStatus status, Language language) => new(status.ToString(), (status switch
    {
        DutyStatus.Upcoming => new LocalText("未开始", "Not begun"),
        DutyStatus.Open => new LocalText("待办", "To be done"),
        DutyStatus.Done => new LocalText("已完成", "Done"),
        DutyStatus.DoneLate => new LocalText("逾期完成", "Done late"),
        _ => new LocalText("已逾期", "Missed"),
    }).In(language));

    private static string Local(DateTimeOffset at) => ChinaTime.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
