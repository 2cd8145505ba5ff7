using System.Globalization;
using CareLoop.Domain.CarePlans;
using CareLoop.Domain.Duties;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook;

/// <summary>The duties of a handbook, in Chinese for whoever runs a service centre.</summary>
internal static class DutyText
{
    private const string Weekdays = "日一二三四五六";

    public static IEnumerable<string> Of(PolicyPack pack)
    {
        foreach (var record in pack.Records["dutyTasks"])
        {
            var rule = DutyBook.Find(pack, record.Id)!;
            var anchored = CareDuties.IsOfCustomers(pack, record) ? "(按客户的日期,列为关怀任务)" : "";
            var figure = rule.Unit is null ? "" : $",填写数量({rule.Unit})";
            yield return $"{rule.Name.Zh}{anchored}:{Words(rule.Schedule)},{Words(rule.Limit)}完成,由{pack.NameOf(rule.Role, Language.Chinese)}{figure};逾期告知{pack.NameOf(rule.OnOverdue, Language.Chinese)} {HandbookText.Source(record.Source)}";
        }
    }

    private static string Words(DutySchedule schedule) => schedule switch
    {
        DutySchedule.Daily { First: true } => "每个营业日第一件事",
        DutySchedule.Daily { Times: 1 } => "每个营业日",
        DutySchedule.Daily { Limits: { IsEmpty: false } limits } => $"每个营业日 {limits.Length} 次({string.Join('、', limits.Select(Words))})",
        DutySchedule.Daily daily => $"每个营业日 {daily.Times} 次",
        DutySchedule.Every every => $"每 {every.Days} 天",
        DutySchedule.Weekly { On: { } day } => $"每周{Weekdays[(int)day]}",
        DutySchedule.Weekly => "每周",
        DutySchedule.Months { Month: { } month, Day: { } day } => $"每年 {month} 月 {day} 日",
        DutySchedule.Months { Count: 1, Day: { } day } => $"每月 {day} 日",
        DutySchedule.Months { Count: 1 } => "每月",
        DutySchedule.Months { Count: 3 } => "每季度",
        DutySchedule.Months { Count: 6 } => "每半年",
        DutySchedule.Months => "每年",
        DutySchedule.LastDays last => $"每月最后 {last.Days} 天",
        _ => "事件发生时",
    };

    private static string Words(DutyLimit limit) => limit switch
    {
        DutyLimit.TimeOfDay at => at.At.ToString(@"hh\:mm", CultureInfo.InvariantCulture) + " 前",
        DutyLimit.AfterOpening after => $"开门后 {after.After.TotalMinutes.ToString(CultureInfo.InvariantCulture)} 分钟内",
        DutyLimit.PeriodEnd { Months: 1 } => "月末前",
        DutyLimit.PeriodEnd { Months: 3 } => "季末前",
        DutyLimit.PeriodEnd { Months: 6 } => "半年末前",
        DutyLimit.PeriodEnd => "年末前",
        DutyLimit.OpenDay open => $"第 {open.Nth} 个营业日结束前",
        DutyLimit.OnDate date => $"{date.Month} 月 {date.Day} 日前",
        DutyLimit.SameVisit => "当日",
        DutyLimit.Before => "在所告知的时间之前",
        _ => "营业结束前",
    };
}
