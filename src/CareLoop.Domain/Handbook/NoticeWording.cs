using CareLoop.Domain.Time;

namespace CareLoop.Domain.Handbook;

/// <summary>Which words a notice uses for whom.</summary>
public static class NoticeWording
{
    /// <summary>Appended to a notice kind: the wording for staff where it differs from the customer's.</summary>
    public const string StaffSuffix = ".staff";

    /// <summary>Appended to a notice kind: the wording about a care task, which no case belongs to.</summary>
    public const string CareSuffix = ".care";

    /// <summary>The template of a notice for its reader; null when the pack has none.</summary>
    public static MessageTemplate? TemplateFor(this PolicyPack pack, string kind, bool isForCustomer) =>
        (isForCustomer ? null : pack.Find(kind + StaffSuffix)) ?? pack.Find(kind);

    /// <summary>The template of a notice about a care task for its reader; null when the pack has none.</summary>
    public static MessageTemplate? CareTemplateFor(this PolicyPack pack, string kind, bool isForCustomer) =>
        pack.Find(kind + CareSuffix) ?? pack.TemplateFor(kind, isForCustomer);

    /// <summary>The hours of the next day the organisation is open, such as <c>09:00–12:00、14:00–18:00</c>.</summary>
    public static string OpeningHours(this PolicyPack pack, DateTimeOffset at)
    {
        var calendar = pack.Calendars[pack.Calendar];
        var day = calendar.OpenDayFrom(ChinaTime.Date(at));
        return string.Join('、', calendar.WindowsOn(day).Select(window => $"{window.From:hh\\:mm}–{Closing(window.To)}"));
    }

    private static MessageTemplate? Find(this PolicyPack pack, string id) => pack.Templates.FirstOrDefault(template => template.Id == id);

    private static string Closing(TimeSpan to) => to == TimeSpan.FromDays(1) ? "24:00" : $"{to:hh\\:mm}";
}
