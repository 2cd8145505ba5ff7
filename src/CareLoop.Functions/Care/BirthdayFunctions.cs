using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Care;

/// <summary>One line of the list of birthdays and of the table of birthday calls.</summary>
public sealed record BirthdayView(
    string CareTask,
    string? Name,
    string? Phone,
    string? Number,
    DateOnly Birthday,
    bool Vip,
    DateTimeOffset? CardMadeAt,
    bool Gift,
    string? HandedOverBy,
    Named Status,
    Named? Caller,
    DateTimeOffset? CalledAt,
    string? Result,
    string? Lead,
    bool LeadPassedOn);

/// <summary>
/// The birthdays of a site: the list that cards are made from (生日会员原始资料表, EDU-BD-01, EDU-BD-02), and, of those called, the classified
/// table (生日电话分类表, EDU-BD-04). Names and numbers are in full for those whose duty the calls are, and for supervisors.
/// </summary>
public sealed class BirthdayFunctions(
    CallerTokens tokens, CareIndex index, CustomerTable customers, SubjectTable subjects, StaffDirectory directory, TimeProvider time)
{
    private const int DaysAhead = 31;
    private const string Vip = "Vip";
    private const string Ordinary = "Ordinary";

    [Function("ListBirthdays")]
    public async Task<IResult> ListBirthdays(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/birthdays")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var people = await directory.GetAsync(cancellation);
        SiteAuthority.Require(caller, people, site);
        var query = new QueryReader(request);
        var from = query.Date("from", "yyyy-MM-dd") ?? ChinaTime.Date(time.GetUtcNow());
        var until = query.Date("until", "yyyy-MM-dd") ?? from.AddDays(DaysAhead);
        var filed = query.OneOf("class", [Vip, Ordinary]);
        var size = query.PageSize();
        query.ThrowIfInvalid();

        var (rows, continuation) = await index.ReadPageAsync(
            CareIndex.Birthdays(caller.Organisation, site), ChinaTime.At(until.AddDays(1), TimeSpan.Zero), [CareIndex.DueFrom(ChinaTime.At(from, TimeSpan.Zero))], Cursor.Read(request), size, cancellation);
        List<BirthdayView> items = [];
        foreach (var row in rows.Where(row => row.Status != FollowUpStatus.Cancelled))
        {
            var item = await ViewAsync(row, caller, people, RequestLanguage.Of(request), cancellation);
            if (filed is null || item.Vip == (filed == Vip))
            {
                items.Add(item);
            }
        }

        return Paging.Answer(request, items, continuation);
    }

    private async Task<BirthdayView> ViewAsync(IndexedCare row, Caller caller, DirectorySnapshot people, Language language, CancellationToken cancellation)
    {
        var customer = await customers.FindAsync(caller.Organisation, row.CustomerKey, cancellation);
        var subject = customer is null ? null : await subjects.FindStoredAsync(customer, row.SubjectId, cancellation);
        var isFull = caller.Actor.Roles.Contains(row.Role) || DirectoryAuthority.Leads(caller);
        return new BirthdayView(
            row.Id,
            isFull ? customer?.Contact.Name : Masking.Name(customer?.Contact.Name),
            isFull ? customer?.Contact.Phone : Masking.Phone(customer?.Contact.Phone),
            subject?.Number,
            ChinaTime.Date(row.DueAt),
            row.Call?.IsVip ?? subject?.Subject.Vip ?? false,
            row.Card?.MadeAt,
            row.Card?.Gift ?? false,
            row.Card?.HandedOverBy is { } hander ? people.NameOf(hander) : null,
            new Named(row.Status.ToString(), Glossary.Name(row.Status, language)),
            row.Caller is { } id ? new Named(id, people.NameOf(id)) : null,
            row.CompletedAt,
            row.Result,
            row.Call?.Lead,
            row.Call?.PassedOn ?? false);
    }
}
