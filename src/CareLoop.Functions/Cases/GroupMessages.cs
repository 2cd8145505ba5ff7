using CareLoop.Domain.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Cases;

/// <summary>
/// Passes what was said or done in the case that leads a group incident on to the cases of the group. Each of them gets the same command
/// once, however often the message comes: its id follows from the leading case's command.
/// </summary>
public sealed class GroupMessages(CaseTable cases, CaseIndex index, CustomerTable customers, CaseTexts said, CaseErrands errands)
{
    [Function(nameof(GroupMessages))]
    public Task Run(
        [ServiceBusTrigger(NoticeMessage.Topic, "group", Connection = "ServiceBusConnection", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        NoticeSignals.HandleAsync("group", message, notice => PassOnAsync(notice, client, cancellation));

    private async Task PassOnAsync(NoticeMessage notice, DurableTaskClient client, CancellationToken cancellation)
    {
        var cause = (await cases.ReadEventsAsync(notice.CaseId, notice.Sequence, notice.Sequence, cancellation)).Single();
        var command = (await cases.FindCommandAsync(notice.CaseId, cause.CommandId!, cancellation))?.ForGroup
            ?? throw new InvalidOperationException($"Event {notice.Sequence} of {notice.CaseId} names no command for the group.");
        var texts = await TextsAsync(notice, cause, cancellation);
        await foreach (var row in index.ReadAsync(CaseIndex.OfGroup(notice.Organisation, notice.CaseId), cancellation))
        {
            if (row.ClosedAt is null)
            {
                await errands.GiveAsync($"group/{cause.CommandId}", row.CaseId, cause.Actor, cause.At, command, texts, client, cancellation);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, string>?> TextsAsync(NoticeMessage notice, CaseEvent cause, CancellationToken cancellation)
    {
        var state = (await cases.FindAsync(notice.CaseId, cancellation))!.State;
        return cause.ContentId is { } id && await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation) is { } customer
            ? await said.FindAsync(customer, notice.CaseId, id, cancellation)
            : null;
    }
}
