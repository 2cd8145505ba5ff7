using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>Carries out what was decided on a conversation. Every effect may be carried out again: its key gives the same ids each time.</summary>
public sealed class ConversationEffects(
    StoryIntake stories, CaseMail mail, InboxTable inbox, StaffDirectory directory, PackLibrary handbooks)
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
                await inbox.AddAsync(
                    state.Organisation,
                    new InboxEntry(answer.Key, state.CustomerKey, answer.CaseId, Sequence: 0, answer.Template, answer.At, DeadlineId: null, Count: 1, state.Site),
                    cancellation);
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
        foreach (var person in people.Holders(state.Site, role))
        {
            await inbox.AddAsync(
                state.Organisation,
                new InboxEntry(call.Key, person.Id, CaseId: null, Sequence: 0, NoticeKinds.ChatWaiting, call.At, DeadlineId: null, Count: 1, state.Site),
                cancellation);
        }
    }
}
