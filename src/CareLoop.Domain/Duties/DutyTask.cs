using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Duties;

/// <summary>A duty of a handbook (例行任务), readable.</summary>
/// <param name="Id">Its id in the handbook.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Schedule">How often it comes.</param>
/// <param name="Limit">Until when it has to be done.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="OnOverdue">Who hears of it when it was missed.</param>
/// <param name="Unit">What is counted when it is done, such as 件; null when there is nothing to count.</param>
/// <param name="RuleId">The rule it follows from.</param>
public sealed record DutyRule(string Id, LocalText Name, DutySchedule Schedule, DutyLimit Limit, string Role, string OnOverdue, string? Unit, string RuleId);

/// <summary>One duty of one day or period at one site.</summary>
/// <param name="Id">Unique at the site; follows from duty and period, so looking again finds the same.</param>
/// <param name="Rule">The duty.</param>
/// <param name="OpensAt">From when it can be done.</param>
/// <param name="DueAt">Until when it has to be done; at that instant it still is in time (COM-TIME-09).</param>
public sealed record DutyTask(string Id, DutyRule Rule, DateTimeOffset OpensAt, DateTimeOffset DueAt);
