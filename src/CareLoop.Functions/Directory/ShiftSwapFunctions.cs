using CareLoop.Domain.Directory;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Directory;

/// <summary>An exchange of a turn: who asked whom, both consents, and who is responsible for it.</summary>
public sealed record ShiftSwapView(
    string Id,
    Named Shift,
    DateOnly Day,
    DateTimeOffset StartsAt,
    Named Asker,
    DateTimeOffset AskedAt,
    Named Partner,
    DateTimeOffset? AnsweredAt,
    Named Status,
    Named Liable,
    IReadOnlyList<Named> AskedBefore);

/// <summary>Exchanging shifts (换班): somebody asks a colleague, who agrees or refuses before the shift; everybody at the site sees what holds.</summary>
public sealed class ShiftSwapFunctions(CallerTokens tokens, StaffDirectory directory, ShiftSwapDesk desk, DutyNotices notices, TimeProvider time)
{
    private const int CodeLength = 64;
    private const int DaysShown = 31;

    [Function("AskShiftSwap")]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sites/{site}/shift-swaps")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        IdempotencyKey.Require(request);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var shift = people.Shifts.FirstOrDefault(found => found.Site == site && found.Id == body.Text("shift", required: true, CodeLength));
        var day = body.Day("day");
        var partner = body.Text("partner", required: true, CodeLength);
        if (shift is null)
        {
            body.Add("shift", new("本站点没有此班次。", "The site has no such shift."));
        }

        if (day is null)
        {
            body.Missing("day");
        }

        body.ThrowIfInvalid();
        var swap = await desk.DecideAsync(
            caller.Organisation,
            ShiftSwap.IdOf(shift!.Id, day!.Value, caller.Actor.Id),
            (now, before) => ShiftSwaps.Ask(now, before, shift, day.Value, caller.Actor.Id, partner!, time.GetUtcNow()),
            cancellation);
        await notices.SwapAskedAsync(caller.Organisation, swap, cancellation);
        return Results.Json(View(swap, shift, people, RequestLanguage.Of(request)), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    [Function("AnswerShiftSwap")]
    public async Task<IResult> Answer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sites/{site}/shift-swaps/{swap}/answer")] HttpRequest request,
        string site,
        string swap,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var agreed = body.RequiredFlag("agreed");
        body.ThrowIfInvalid();
        Shift? shift = null;
        var answered = await desk.DecideAsync(
            caller.Organisation,
            swap,
            (now, before) => (shift = Of(now, site, before)) is null
                ? throw new ApiProblem(ProblemKind.NotFound)
                : ShiftSwaps.Answer(now, before!, shift, caller.Actor.Id, agreed, time.GetUtcNow()),
            cancellation);
        await notices.SwapAnsweredAsync(caller.Organisation, site, answered, cancellation);
        return Results.Json(View(answered, shift!, people, RequestLanguage.Of(request)), ApiJson.Options);
    }

    [Function("ListShiftSwaps")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/shift-swaps")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var query = new QueryReader(request);
        var first = query.Date("from", "yyyy-MM-dd") ?? ChinaTime.Date(time.GetUtcNow());
        query.ThrowIfInvalid();
        var language = RequestLanguage.Of(request);
        var items =
            from swap in people.Swaps
            let shift = Of(people, site, swap)
            where shift is not null && swap.Day >= first && swap.Day <= first.AddDays(DaysShown)
            orderby swap.Day, swap.Id
            select View(swap, shift, people, language);
        return Results.Json(new { Items = items }, ApiJson.Options);
    }

    private static Shift? Of(DirectorySnapshot people, string site, ShiftSwap? swap) =>
        swap is not null && people.FindShift(swap.Shift) is { } shift && shift.Site == site ? shift : null;

    private ShiftSwapView View(ShiftSwap swap, Shift shift, DirectorySnapshot people, Language language)
    {
        var last = swap.Requests[^1];
        var status = ShiftSwaps.StatusOf(swap, shift, time.GetUtcNow());
        Named Person(string id) => new(id, people.NameOf(id));
        return new(
            swap.Id,
            new Named(shift.Id, shift.Name),
            swap.Day,
            shift.On(swap.Day).StartsAt,
            Person(swap.Asker),
            last.AskedAt,
            Person(last.Partner),
            last.AnsweredAt,
            new Named(status.ToString(), WordsOf(status).In(language)),
            Person(swap.Worker),
            [.. swap.Requests.SkipLast(1).Select(request => Person(request.Partner))]);
    }

    private static LocalText WordsOf(SwapStatus status) => status switch
    {
        SwapStatus.Asked => new("待同事答复", "Waits for the colleague"),
        SwapStatus.Agreed => new("双方同意", "Both agree"),
        SwapStatus.Refused => new("未获同意", "Refused"),
        _ => new("至开班未答复", "Not answered before the shift"),
    };
}
