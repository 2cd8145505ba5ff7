using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Care;

/// <summary>A care task in a list: nothing personal.</summary>
public sealed record CareItem(
    string Id, string Site, Named Plan, Named Mode, Named Status, Named? Caller, Named Role, string? Part, DateTimeOffset OpensAt, DateTimeOffset DueAt, string? Result);

/// <summary>Whom to contact. The phone number is masked for everybody but the caller of the task and supervisors.</summary>
public sealed record CareCustomer(string? Name, string? Phone);

/// <summary>One line of a care task's timeline.</summary>
public sealed record CareEntry(int Sequence, DateTimeOffset At, Named Event, Named Status, string By, IReadOnlyDictionary<string, string>? Data, string? Text);

/// <summary>A care task with everything whoever makes the contact needs.</summary>
public sealed record CareView(
    string Id,
    string Site,
    Named Plan,
    Named Mode,
    Named Status,
    Named? Caller,
    Named Role,
    CareCustomer Customer,
    string? Number,
    string? Part,
    DateTimeOffset Anchor,
    DateTimeOffset OpensAt,
    DateTimeOffset DueAt,
    IReadOnlyList<DateTimeOffset> Attempts,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<Named> CheckList,
    IReadOnlyList<string> Items,
    Named? Result,
    string? ResultMode,
    string? NewCase,
    IReadOnlyList<ClockView> Clocks,
    IReadOnlyList<CareEntry> Timeline);

/// <summary>Shows care tasks.</summary>
public sealed class CareViews(
    CareTable table, CustomerTable customers, SubjectTable subjects, StaffDirectory directory, PackLibrary handbooks, CareFactsReader facts, TimeProvider time)
{
    public static CareItem ItemOf(IndexedCare row, PolicyPack pack, DirectorySnapshot people, Language language) => new(
        row.Id,
        row.Site,
        PlanName(pack, row.Plan, language),
        Term(row.Mode, language),
        new Named(row.Status.ToString(), Glossary.Name(row.Status, language)),
        row.Caller is { } caller ? new Named(caller, people.NameOf(caller)) : null,
        new Named(row.Role, pack.NameOf(row.Role, language)),
        row.Part,
        row.OpensAt,
        row.DueAt,
        row.Result);

    /// <summary>The task as its caller or a colleague sees it.</summary>
    public async Task<CareView> OfAsync(StoredCare stored, Caller caller, Language language, CancellationToken cancellation)
    {
        var (file, task) = (stored.File, stored.File.Task);
        var pack = handbooks.Pinned(task.Pack);
        var plan = CarePlanBook.Find(pack, task.Contact.PlanId);
        var people = await directory.GetAsync(cancellation);
        var customer = await customers.FindAsync(file.Organisation, task.CustomerKey, cancellation);
        var subject = customer is null ? null : await subjects.FindStoredAsync(customer, file.SubjectId, cancellation);
        var lines = await table.ReadLinesAsync(stored.Id, 1, cancellation);
        var isFull = ShowsAll(task, caller);
        var now = time.GetUtcNow();
        var known = await facts.OfAsync(file, now, cancellation);
        return new CareView(
            task.Id,
            file.Site,
            new Named(plan.Id, plan.Name.In(language)),
            Term(task.Contact.Mode, language),
            new Named(task.Contact.Status.ToString(), Glossary.Name(task.Contact.Status, language)),
            task.Contact.Caller is { } id ? new Named(id, people.NameOf(id)) : null,
            new Named(task.Role, pack.NameOf(task.Role, language)),
            new CareCustomer(customer?.Contact.Name, isFull ? customer?.Contact.Phone : Masking.Phone(customer?.Contact.Phone)),
            subject?.Number,
            file.Part,
            file.Anchor,
            task.Contact.OpensAt,
            task.Until,
            [.. task.Contact.Attempts],
            task.IsOpen ? plan.Attempts.NextFrom(pack.Time(plan.Calendar), task.Contact.Attempts) : null,
            [.. CareCheckList.Missing(plan, [], known).Select(item => Term(item, language))],
            [.. task.Items],
            task.Contact.Result is { } result ? Term(result, language) : null,
            task.ResultMode,
            task.NewCase,
            // What opens the moment it begins has no opening to wait for.
            ClockView.Of(task.Deadlines.Where(deadline => deadline.IsLimit || deadline.DueAt != deadline.StartedAt), now, language),
            TimelineOf(lines, task.Id, customer, isFull, people, language));
    }

    /// <summary>Whether the caller needs the phone number and the words in full (COM-PRIV-03).</summary>
    internal static bool ShowsAll(CareTask task, Caller caller) =>
        task.Contact.Caller == caller.Actor.Id
        || (task.Contact.Caller is null && caller.Actor.Roles.Contains(task.Role))
        || caller.Is(CallerKinds.Supervisor | CallerKinds.Manager);

    private static IReadOnlyList<CareEntry> TimelineOf(
        IReadOnlyList<CareLine> lines, string taskId, CustomerRecord? customer, bool isFull, DirectorySnapshot people, Language language)
    {
        string? TextOf(CareLine line)
        {
            var text = customer is not null && line.Words is { } words ? SealedTexts.Open(customer, taskId, words).GetValueOrDefault("text") : null;
            return isFull ? text : Masking.Words(text);
        }

        return
        [
            .. lines.Select(line => new CareEntry(
                line.Sequence,
                line.Event.At,
                new Named(line.Event.Type, Glossary.Event(line.Event.Type, language)),
                new Named(line.Event.StatusAfter.ToString(), Glossary.Name(line.Event.StatusAfter, language)),
                NameOf(line.Event.Actor, people, language),
                line.Event.Data.IsEmpty ? null : line.Event.Data,
                TextOf(line))),
        ];
    }

    private static string NameOf(Actor actor, DirectorySnapshot people, Language language) => actor.Kind switch
    {
        ActorKind.Customer => language == Language.English ? "customer" : "客户",
        ActorKind.System => language == Language.English ? "system" : "系统",
        _ => people.NameOf(actor.Id),
    };

    private static Named PlanName(PolicyPack pack, string id, Language language) =>
        new(id, CarePlanBook.TryFind(pack, id)?.Name.In(language) ?? id);

    private static Named Term(string code, Language language) => new(code, Glossary.Term(code, language));
}
