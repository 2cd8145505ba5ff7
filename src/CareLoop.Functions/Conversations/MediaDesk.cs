using CareLoop.Domain.Conversations;

namespace CareLoop.Functions.Conversations;

/// <summary>A photo of a message that has to be fetched into a case: ids only.</summary>
public sealed record MediaErrand(string Organisation, string Site, string Account, string CustomerKey, string ReceiptId, string CaseId);

/// <summary>Sends for photos. Fetching is an orchestration of its own, so that a platform that does not answer holds nobody up.</summary>
public sealed class MediaDesk
{
    /// <summary>Starts fetching the photo of a message into a case; starting it again changes nothing.</summary>
    public async Task StartAsync(ConversationState state, string caseId, Piece piece, DurableTaskClient client, CancellationToken cancellation)
    {
        if (piece.Kind != ChatKind.Photo)
        {
            return;
        }

        var instance = $"media-{caseId}-{piece.Id}";
        if (await client.GetInstanceAsync(instance, cancellation) is null)
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(MediaFetch),
                new MediaErrand(state.Organisation, state.Site, state.Account, state.CustomerKey, piece.Id, caseId),
                new StartOrchestrationOptions(instance),
                cancellation);
        }
    }
}
