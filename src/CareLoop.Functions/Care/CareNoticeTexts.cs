using System.Globalization;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Care;

/// <summary>Puts a notice about a care task into words when somebody reads it.</summary>
public sealed class CareNoticeTexts(CareTable table, CustomerTable customers, StaffDirectory directory, PackLibrary handbooks, SurveyTokens surveys)
{
    /// <summary>The template with what is filled in; null when there is no such task or the handbook has no words for it.</summary>
    public async Task<NoticeWords?> FindAsync(InboxEntry entry, string taskId, Language language, CancellationToken cancellation)
    {
        if (await table.FindAsync(taskId, cancellation) is not { File: var file })
        {
            return null;
        }

        var (task, pack) = (file.Task, handbooks.Pinned(file.Task.Pack));
        var isForCustomer = entry.Recipient == task.CustomerKey;
        if (pack.CareTemplateFor(entry.Kind, isForCustomer) is not { } template)
        {
            return null;
        }

        var people = await directory.GetAsync(cancellation);
        var customer = await customers.FindAsync(file.Organisation, task.CustomerKey, cancellation);
        var plan = CarePlanBook.Find(pack, task.Contact.PlanId);
        Dictionary<string, string> values = new()
        {
            ["组织"] = people.FindSite(file.Site)?.Name ?? people.Organisation.Name,
            ["结果"] = file.Part is { } part ? CareWords.NameOfPart(pack, part, language) : plan.Name.In(language),
            // Staff are told until when they have time, customers when what they have ends.
            ["时限"] = isForCustomer ? Day(file.Anchor, language) : Local(DueAt(task, entry.DeadlineId)),
        };
        // A duty of the site has no customer.
        if (customer?.Contact.Name is { } name)
        {
            values["客户"] = name;
        }
        else if (task.Contact.Mode != nameof(CareMode.Duty))
        {
            values["客户"] = language == Language.English ? "customer" : "客户";
        }

        if (isForCustomer)
        {
            values["链接"] = surveys.LinkOf(file.Organisation, taskId);
        }

        return new NoticeWords(template, values);
    }

    // What was told when the window opened spoke of the window, also when it is read after a missed one got another day.
    private static DateTimeOffset DueAt(CareTask task, string? deadlineId) => task.Deadlines.FirstOrDefault(deadline => deadline.Id == deadlineId) switch
    {
        { IsLimit: true } limit => limit.DueAt,
        { } opening when opening == task.Deadlines[0] => task.Contact.DueAt,
        _ => task.Until,
    };

    private static string Day(DateTimeOffset at, Language language) =>
        ChinaTime.Date(at).ToString(language == Language.English ? "yyyy-MM-dd" : "yyyy年M月d日", CultureInfo.InvariantCulture);

    private static string Local(DateTimeOffset at) => ChinaTime.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
