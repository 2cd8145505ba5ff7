using System.Globalization;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Notices;
using CareLoop.Domain.Time;
using CareLoop.Domain.Words;
using CareLoop.Functions.Care;
using CareLoop.Functions.Storage;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>
/// Files staff notices for the robots of their site, and rings. What a group chat reads is kept by its platform for good: kind, number, due
/// time and a link, never a name, a phone number or anybody's words.
/// </summary>
public sealed class RobotFiling(
    RobotSettings robots, RobotTable table, RobotQueue queue, CaseTable cases, CareTable care, PackLibrary handbooks, IConfiguration configuration)
{
    /// <summary>What a template for staff has in its name and a group chat does not need.</summary>
    private const string StaffMark = "(员工)";

    /// <summary>The page of a case, to which its number is added; null when there is none.</summary>
    private readonly string? caseLink = configuration["Links:Case"] is { Length: > 0 } link ? link : null;

    /// <summary>The row comes first, and the bell after it even if the row was there already: a process may have died between the two.</summary>
    public async Task FileAsync(NoticeMessage notice, CancellationToken cancellation)
    {
        if (NoticeKinds.IsConfidential(notice.Kind))
        {
            return;
        }

        var told = robots.All.Where(robot => robot.Tells(notice.Site, notice.Kind)).ToList();
        if (told.Count == 0 || await WriteAsync(notice, cancellation) is not { } written)
        {
            return;
        }

        foreach (var robot in told)
        {
            await table.FileAsync(notice.Organisation, robot.Id, notice.Kind, written, cancellation);
            await queue.RingAsync(robot.Id, notice.InboxId, cancellation);
        }
    }

    private async Task<RobotNotice?> WriteAsync(NoticeMessage notice, CancellationToken cancellation)
    {
        if (CareIds.Names(notice.CaseId))
        {
            return await care.FindAsync(notice.CaseId, cancellation) is { File.Task: var task }
                ? Write(
                    notice,
                    handbooks.Pinned(task.Pack) is var carePack ? carePack.CareTemplateFor(notice.Kind, isForCustomer: false) : null,
                    "关怀任务",
                    task.Deadlines.FirstOrDefault(deadline => deadline.Id == notice.DeadlineId && deadline.IsLimit)?.DueAt ?? task.Until,
                    link: null,
                    QuietHours.DeliverFrom(carePack, notice.Kind, notice.At))
                : null;
        }

        if (await cases.FindAsync(notice.CaseId, cancellation) is not { State: var state })
        {
            return null;
        }

        var pack = handbooks.Pinned(state.Pack);
        var deadline = state.Deadlines.FirstOrDefault(candidate => candidate.Id == notice.DeadlineId);
        return Write(
            notice,
            pack.TemplateFor(notice.Kind, isForCustomer: false),
            $"工单 {state.CaseId}",
            deadline is null ? null : deadline.IsLimit ? deadline.DueAt : state.FollowUp?.DueAt ?? deadline.DueAt,
            caseLink is null ? null : $"{caseLink}{state.CaseId}",
            QuietHours.DeliverFrom(pack, state, new Notice(notice.Kind, notice.To, notice.DeadlineId), notice.At));
    }

    private static RobotNotice Write(NoticeMessage notice, MessageTemplate? template, string what, DateTimeOffset? due, string? link, DateTimeOffset notBefore)
    {
        var kind = template?.Name.In(Language.Chinese).Replace(StaffMark, string.Empty, StringComparison.Ordinal) ?? "通知";
        var until = due is { } at ? string.Create(CultureInfo.InvariantCulture, $",时限 {ChinaTime.Local(at):MM-dd HH:mm}") : string.Empty;
        return new RobotNotice(notice.InboxId, $"【{kind}】{what}{until}{(link is null ? string.Empty : $" {link}")}", notice.At, notBefore);
    }
}
