using System.Collections.Immutable;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Care;

/// <summary>Care tasks over HTTP: the list, one task, and what people do to it.</summary>
public sealed class CareFunctions(
    CallerTokens tokens, CareTable table, CareIndex index, CareRounds rounds, CareViews views, CustomerTable customers,
    StaffDirectory directory, PackLibrary handbooks, TimeProvider time)
{
    private const string Mine = "mine";
    private const string All = "all";

    /// <summary>How far ahead the list looks unless told otherwise: a birthday may be a year away.</summary>
    private const int DaysAhead = 31;

    [Function("ListCareTasks")]
    public async Task<IResult> ListCareTasks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/care-tasks")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        var found = SiteAuthority.Require(caller, people, site);
        var query = new QueryReader(request);
        var whose = query.OneOf("whose", [Mine, All]) ?? Mine;
        var status = query.OneOf<FollowUpStatus>("status");
        var until = query.Date("until", "yyyy-MM-dd") ?? ChinaTime.Date(time.GetUtcNow()).AddDays(DaysAhead);
        var size = query.PageSize();
        query.ThrowIfInvalid();

        List<string> conditions = [];
        if (whose == Mine)
        {
            conditions.Add(OfPerson(caller.Actor));
        }

        if (status is { } wanted)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}"));
        }

        var (rows, continuation) = await index.ReadPageAsync(
            CareIndex.Open(caller.Organisation, site), ChinaTime.At(until.AddDays(1), TimeSpan.Zero), conditions, Cursor.Read(request), size, cancellation);
        var pack = handbooks.InForce(found.Pack, found.Profile, time.GetUtcNow(), caller.Organisation);
        var language = RequestLanguage.Of(request);
        return Paging.Answer(request, rows.Select(row => CareViews.ItemOf(row, pack, people, language)), continuation);
    }

    [Function("GetCareTask")]
    public async Task<IResult> GetCareTask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "care-tasks/{careTask}")] HttpRequest request, string careTask, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var stored = await CareAuthority.RequireAsync(table, caller, careTask, cancellation);
        return Results.Json(await views.OfAsync(stored, caller, RequestLanguage.Of(request), cancellation), ApiJson.Options);
    }

    [Function("GiveCareCommand")]
    public async Task<IResult> GiveCareCommand(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "care-tasks/{careTask}/commands")] HttpRequest request,
        string careTask,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var stored = await CareAuthority.RequireAsync(table, caller, careTask, cancellation);
        var key = IdempotencyKey.Require(request);
        var body = await JsonBody.ReadAsync(request, cancellation);
        var pack = handbooks.Pinned(stored.File.Task.Pack);
        var (command, texts) = CareForms.Read(new FieldReader(body), pack.Intake.MaxTextLength, stored.File.Task.Contact.Mode);
        await CheckAsync(stored.File, command, cancellation);

        var outcome = new CareOutcome(
            CommandIds.Of($"care\n{stored.Id}", $"{caller.Actor.Id}\n{key}"), JsonBody.HashOf(body));
        if (await table.FindOutcomeAsync(stored.Id, outcome.Id, cancellation) is { } before && before.BodyHash != outcome.BodyHash)
        {
            throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
        }

        var words = await SealAsync(stored.File, texts, cancellation);
        if (await rounds.DoAsync(stored.Id, command, caller.Actor, outcome, words, cancellation) is { } refusal)
        {
            throw CareRefusals.ToProblem(refusal);
        }

        var after = await CareAuthority.RequireAsync(table, caller, careTask, cancellation);
        return Results.Json(await views.OfAsync(after, caller, RequestLanguage.Of(request), cancellation), ApiJson.Options);
    }

    /// <summary>The words of a command, readable as long as the customer's key exists.</summary>
    private async Task<byte[]?> SealAsync(CareFile file, IReadOnlyDictionary<string, string> texts, CancellationToken cancellation) =>
        texts.Count > 0 && await customers.FindAsync(file.Organisation, file.Task.CustomerKey, cancellation) is { } customer
            ? SealedTexts.Seal(customer, file.Task.Id, texts)
            : null;

    /// <summary>A task is passed on only to somebody of its site who may do it.</summary>
    private async Task CheckAsync(CareFile file, CareCommand command, CancellationToken cancellation)
    {
        if (command is not CareCommand.PassOn { To: var to })
        {
            return;
        }

        var people = await directory.GetAsync(cancellation);
        var pack = handbooks.Pinned(file.Task.Pack);
        var able = people.Staff.Where(person => person.Sites.Contains(file.Site)
            && person.IsHereOn(ChinaTime.Date(time.GetUtcNow()))
            && pack.May(new Actor(ActorKind.Staff, person.Id, [.. person.Roles]), Domain.Handbook.Blocks.Right.FollowUp));
        if (able.All(person => person.Id != to))
        {
            throw new ApiProblem(ProblemKind.UnknownValue)
            {
                Errors = [new FieldError("to", new($"“{to}”不能接手此任务。", $"'{to}' cannot take this task."))],
                Allowed = [.. able.Select(person => person.Id)],
            };
        }
    }

    // One's own, and those of one's role that name nobody.
    private static string OfPerson(Actor actor) => string.Join(
        " or ",
        actor.Roles.Select(role => $"({TableClient.CreateQueryFilter($"Role eq {role} and Caller eq {string.Empty}")})")
            .Prepend(TableClient.CreateQueryFilter($"Caller eq {actor.Id}"))) is var any ? $"({any})" : string.Empty;
}
