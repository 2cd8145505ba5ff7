using CareLoop.Domain.Handbook;
using CareLoop.Domain.Time;

namespace CareLoop.Domain.CarePlans;

/// <summary>How long a warranty lasts and whether a report falls into it (PUB-09).</summary>
public static class WarrantyTerm
{
    /// <summary>The last day of a warranty.</summary>
    /// <param name="start">Delivery or hand-over.</param>
    /// <param name="months">Its length.</param>
    public static DateOnly LastDay(DateOnly start, int months) => start.AddMonths(months);

    /// <summary>Length in months that the pack gives for a subject, or null when it gives none.</summary>
    public static int? Months(PolicyPack pack, string subject) =>
        pack.Records["warranty"].FirstOrDefault(w => w.Field("subject") == subject)?.Field("months") is { } months
            ? int.Parse(months, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    /// <summary>In warranty is what was registered until the end of its last day, whenever it is looked at.</summary>
    public static bool Covers(DateOnly lastDay, DateTimeOffset registeredAt) => ChinaTime.Date(registeredAt) <= lastDay;
}
