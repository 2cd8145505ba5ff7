using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications;

namespace CareLoop.Functions.Conversations;

/// <summary>Carries out what was decided on a conversation. Every effect may be carried out again: its key gives the same ids each time.</summary>
public sealed class ConversationEffects(
    StoryIntake stories, CaseMail mail, NoticePublisher notices, StaffDirectory directory, PackLibrary handbooks)
{
    /// <returns>What follows for the conversation, or null.</returns>
    public async Task<ConversationInput?> CarryOutAsync(
        ConversationState state, ConversationEffect effect, DurableTaskClient client, CancellationToken cancellation)
    {
        switch (effect)
        {
            case OpensCase opens:
                return new ConversationInput.CaseOpened(opens.Key, await stories.OpenAsync(state, opens, client, cancellation));
            case AddsToCase adds:
                var missed = await mail.AddAsync(state, adds, client, cancellation);
                return missed.IsEmpty ? null : new ConversationInput.CaseEnded(adds.CaseId, missed);
            case TellsMoved moved:
                await mail.TellMovedAsync(state, moved, client, cancellation);
                return null;
            case Answers answer:
                await notices.PublishAsync(Notice(state, answer.Key, answer.CaseId, answer.Template, Recipient.Customer(state.CustomerKey), answer.At), cancellation);
                return null;
            case CallsPerson call:
                await CallAsync(state, call, cancellation);
                return null;
            default:
                throw new InvalidOperationException($"Nobody knows how to carry out {effect.GetType().Name}.");
        }
    }

    private async Task CallAsync(ConversationState state, CallsPerson call, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        var site = people.FindSite(state.Site)!;
        var role = handbooks.InForce(site.Pack, site.Profile, call.At, state.Organisation).OwnerRole(state.Channel);
        await notices.PublishAsync(Notice(state, call.Key, caseId: null, NoticeKinds.ChatWaiting, Recipient.Role(role), call.At), cancellation);
    }

    private static NoticeMessage Notice(ConversationState state, string key, string? caseId, string kind, Recipient to, DateTimeOffset at) =>
        new(state.Organisation, state.Site, caseId ?? state.Id, Sequence: 0, kind, to, DeadlineId: null, at) { Chat = new ChatPlace(state.Id, key) };
}
