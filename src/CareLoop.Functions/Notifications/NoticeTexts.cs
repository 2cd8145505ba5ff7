using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Duties;
using CareLoop.Domain.FollowUps;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;
using CareLoop.Functions.Care;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.FollowUps;
using CareLoop.Functions.Penalties;
using CareLoop.Functions.Storage;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Notifications;

/// <summary>Puts a notice into words when somebody reads it: names and results come from where they are kept sealed.</summary>
public sealed partial class NoticeTexts(
    CaseTable cases, CustomerTable customers, CaseTexts contents, StaffDirectory directory, PackLibrary handbooks, CareNoticeTexts care, SurveyTokens surveys, ILogger<NoticeTexts> logger)
{
    /// <summary>The text of an inbox entry. One that nobody has words for gets plain ones: it must not keep people from reading the others.</summary>
    public async Task<string> OfAsync(InboxEntry entry, Language language, CancellationToken cancellation)
    {
        var text = entry is { CaseId: null, Site: null }
            ? OfDay(entry)?.In(language)
            : (await FindAsync(entry, language, cancellation))?.In(language);
        if (text is null)
        {
            Log.Plain(logger, entry.Id, entry.Kind);
        }

        return text ?? Plain(entry).In(language);
    }

    /// <summary>The template of a notice about a case, a care task or a chat, with what is filled in; null when nobody has words for it.</summary>
    public Task<NoticeWords?> FindAsync(InboxEntry entry, Language language, CancellationToken cancellation) => entry.CaseId switch
    {
        null => OfSiteAsync(entry, entry.Site!, language, cancellation),
        { } id when CareIds.Names(id) => care.FindAsync(entry, id, language, cancellation),
        { } caseId => OfCaseAsync(entry, caseId, language, cancellation),
    };

    private static LocalText? OfDay(InboxEntry entry) =>
        entry is { Kind: DailyReminders.Kind, Details: { } figures } ? DayFigures.Read(figures).InWords() : DutyTexts.Of(entry.Kind, entry.Count);

    private static LocalText Plain(InboxEntry entry) => entry.CaseId is { } caseId && !CareIds.Names(caseId)
        ? new($"工单 {caseId} 有新的进展。", $"There is news about case {caseId}.")
        : new("您有一条新通知。", "You have a new notice.");

    private async Task<NoticeWords?> OfCaseAsync(InboxEntry entry, string caseId, Language language, CancellationToken cancellation)
    {
        if (await cases.FindAsync(caseId, cancellation) is not { State: var state })
        {
            return null;
        }

        var pack = handbooks.Pinned(state.Pack);
        if (pack.TemplateFor(entry.Kind, isForCustomer: entry.Recipient == state.CustomerKey) is not { } template)
        {
            return null;
        }

        var people = await directory.GetAsync(cancellation);
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation);
        var cause = await cases.ReadEventsAsync(state.CaseId, entry.Sequence, entry.Sequence, cancellation) is [var line] ? line : null;
        var owner = CaseNoticeValues.OwnerThen(state, cause) is { } id ? people.FindStaff(id) : null;
        var engineer = cause?.Data.GetValueOrDefault("engineer") is { } sent ? people.FindStaff(sent) : null;
        Dictionary<string, string> values = new()
        {
            ["客户"] = customer?.Contact.Name ?? Nameless(entry.Recipient == state.CustomerKey).In(language),
            ["工单编号"] = state.CaseId,
            ["组织"] = people.FindSite(state.Site)?.Name ?? people.Organisation.Name,
            ["营业时间"] = pack.OpeningHours(entry.At),
        };
        if (NoticeKinds.IsConfidential(entry.Kind) && entry.Details is { } which)
        {
            var proposal = PenaltyAbout.Read(which);
            return new NoticeWords(template, new Dictionary<string, string>(values) { ["结果"] = proposal.InWords(pack, people, language), ["时限"] = proposal.Until() });
        }

        var said = await SaidAsync(cause, state, customer, cancellation);
        Add(values, "结果", entry.Details is { } about ? NameOf(pack, about, language) : CaseNoticeValues.Result(entry.Kind, pack, state, cause, said, language));
        Add(values, "工程师", engineer?.Name);
        Add(values, "到达时间", CaseNoticeValues.Instant(cause, "arrivalAt"));
        Add(values, "金额", state.Solution?.AmountInFen is { } fen ? (fen / 100m).ToString("0.##", CultureInfo.InvariantCulture) : null);
        Add(values, "电话", engineer?.Phone ?? owner?.Phone ?? people.FindSite(state.Site)?.Phone);
        Add(values, "责任人", owner?.Name);
        Add(values, "进度", Glossary.Name(state.Status, language));
        Add(values, "时限", CaseNoticeValues.DueAt(entry, state));
        Add(values, "承诺时间", CaseNoticeValues.Instant(cause, "at"));
        Add(values, "商户", people.Counterparties.FirstOrDefault(party => party.Id == state.Counterparty)?.Name);
        Add(values, "链接", entry.Recipient == state.CustomerKey ? surveys.LinkOf(state.Organisation, state.CaseId) : null);
        return new NoticeWords(template, values);
    }

    /// <summary>An answer or a call of a chat that has no case, or a duty of the site: in the words of its handbook.</summary>
    private async Task<NoticeWords?> OfSiteAsync(InboxEntry entry, string siteId, Language language, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        if (people.FindSite(siteId) is not { } site)
        {
            return null;
        }

        var pack = handbooks.InForce(site.Pack, site.Profile, entry.At, people.Organisation.Id);
        Dictionary<string, string> values = new() { ["组织"] = site.Name, ["营业时间"] = pack.OpeningHours(entry.At) };
        Add(values, "电话", site.Phone);
        // Of a duty: its id stands in the details, and its cause is that its time was over.
        Add(values, "结果", entry.Details is { } duty ? DutyBook.Find(pack, duty)?.Name.In(language) : null);
        Add(values, "时限", entry.Details is null ? null : CaseNoticeValues.Local(entry.At));
        return pack.Templates.FirstOrDefault(template => template.Id == entry.Kind) is { } found ? new NoticeWords(found, values) : null;
    }

    private static string? NameOf(PolicyPack pack, string kind, Language language) => pack.TemplateFor(kind, isForCustomer: true)?.Name.In(language);

    /// <summary>How to address a customer whose name nobody knows, and how to speak of one.</summary>
    private static LocalText Nameless(bool isAddressed) => isAddressed ? new("尊敬的客户", "customer") : new("客户", "customer");

    private async Task<string?> SaidAsync(CaseEvent? cause, CaseState state, CustomerRecord? customer, CancellationToken cancellation) =>
        customer is not null && cause?.ContentId is { } contentId
            ? (await contents.FindAsync(customer, state.CaseId, contentId, cancellation))?.GetValueOrDefault("text")
            : null;

    private static void Add(Dictionary<string, string> values, string name, string? value)
    {
        if (value is not null)
        {
            values[name] = value;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Inbox entry {Id} is shown in plain words: there is no case or no text for {Kind}")]
        public static partial void Plain(ILogger logger, string id, string kind);
    }
}
