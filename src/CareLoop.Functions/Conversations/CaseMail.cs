using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>Puts messages of a chat into the inbox of a case, as commands like any other, and rings.</summary>
public sealed class CaseMail(
    CaseTable cases,
    CustomerTable customers,
    PushContent pushes,
    LateCommands late,
    MediaDesk media,
    AuditLog audit,
    StaffDirectory directory,
    PackLibrary handbooks)
{
    /// <summary>Adds messages to a case.</summary>
    /// <returns>Those that came too late: the case had ended.</returns>
    public async Task<ImmutableArray<Piece>> AddAsync(ConversationState state, AddsToCase adds, DurableTaskClient client, CancellationToken cancellation)
    {
        var writer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation);
        var said = writer is null
            ? new Dictionary<string, Channels.ChannelPush>()
            : await pushes.ReadAsync(writer, [.. adds.Pieces.Select(piece => piece.Id)], cancellation);
        var missed = ImmutableArray.CreateBuilder<Piece>();
        foreach (var piece in adds.Pieces)
        {
            var text = said.GetValueOrDefault(piece.Id)?.Text;
            var command = new Mail(CommandIds.Of("conversation", $"{adds.Key}\n{piece.Id}"), new Supplement(), text, piece.AcceptedAt, Actor: null);
            if (!await DeliverAsync(state, adds.CaseId, command, client, cancellation))
            {
                missed.Add(piece);
                continue;
            }

            await media.StartAsync(state, adds.CaseId, piece, client, cancellation);
        }

        return missed.ToImmutable();
    }

    /// <summary>Tells a case that messages of it are now in another one. A case that has ended is not told.</summary>
    public async Task TellMovedAsync(ConversationState state, TellsMoved moved, DurableTaskClient client, CancellationToken cancellation)
    {
        var person = (await directory.GetAsync(cancellation)).FindStaff(moved.By);
        var header = await cases.FindAsync(moved.CaseId, cancellation);
        if (person is null || header is null)
        {
            return;
        }

        var actor = new Actor(ActorKind.Staff, person.Id, [.. person.Roles]);
        var command = new Mail(
            CommandIds.Of("conversation", moved.Key),
            new Comment(VisibleToCustomer: false),
            $"客户的消息已移至工单 {moved.To}。Messages of the customer were moved to case {moved.To}.",
            header.State.LastEventAt,
            actor);
        await DeliverAsync(state, moved.CaseId, command, client, cancellation);
    }

    /// <summary>False when the case refused it because it has ended.</summary>
    private async Task<bool> DeliverAsync(ConversationState state, string caseId, Mail mail, DurableTaskClient client, CancellationToken cancellation)
    {
        // Somebody else's case when a person put the message there: what it holds is sealed with that customer's key.
        var header = await cases.FindAsync(caseId, cancellation);
        var customerKey = header?.State.CustomerKey ?? state.CustomerKey;
        var actor = mail.Actor ?? new Actor(ActorKind.Customer, customerKey, []);
        var cipher = await SealAsync(state.Organisation, customerKey, mail, cancellation);
        var flags = header is null || mail.Actor is not null ? [] : Suggestion.For(handbooks.Pinned(header.State.Pack), mail.Text).Flags;
        var pending = new PendingCommand(
            mail.Id, actor, mail.AcceptedAt, ExpectedVersion: null, cipher is null ? null : mail.Id, mail.Command, flags.IsEmpty ? null : new CaseFacts(SuggestedFlags: flags));
        await audit.CommandAsync(StoryIntake.CallerOf(state) with { Actor = actor }, state.Site, caseId, mail.Command, mail.Id, cancellation);
        var taken = await cases.AcceptAsync(caseId, pending, bodyHash: mail.Id, cipher, cancellation);
        if (taken.Outcome is null)
        {
            await late.DeliverAsync(caseId, header, pending, client, cancellation);
            taken = await cases.FindCommandAsync(caseId, mail.Id, cancellation);
        }

        return taken?.Outcome?.Refusal is null;
    }

    private async Task<byte[]?> SealAsync(string organisation, string customerKey, Mail mail, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(mail.Text) || await customers.FindAsync(organisation, customerKey, cancellation) is not { } customer)
        {
            return null;
        }

        return SealedTexts.Seal(customer, mail.Id, new Dictionary<string, string> { ["text"] = mail.Text });
    }

    /// <summary>A command on its way, with its words.</summary>
    private sealed record Mail(string Id, CaseCommand Command, string? Text, DateTimeOffset AcceptedAt, Actor? Actor);
}
