using System.Security.Cryptography;
using System.Text;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>Makes a case of a story, by the same intake as every other case. The story's key is its channel message id, so it is one case however often it is tried.</summary>
public sealed class StoryIntake(
    CaseIntake intake, CustomerTable customers, PushContent contents, MediaDesk media, StaffDirectory directory, PackLibrary handbooks)
{
    /// <returns>The case's number.</returns>
    public async Task<string> OpenAsync(ConversationState state, OpensCase story, DurableTaskClient client, CancellationToken cancellation)
    {
        var people = await directory.GetAsync(cancellation);
        var site = people.FindSite(state.Site) ?? throw new InvalidOperationException($"The directory has no site {state.Site}.");
        var pack = handbooks.InForce(site.Pack, site.Profile, story.ReceivedAt, state.Organisation);
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation);
        var pushes = customer is null ? [] : await ReadAsync(customer, story, cancellation);
        var form = new IntakeForm(
            site,
            pack,
            state.Channel,
            story.Key,
            customer?.Contact ?? new Contact(null, null, null),
            string.Join('\n', pushes.Select(push => push.Text).Where(text => !string.IsNullOrWhiteSpace(text))),
            pushes.Select(push => push.CaseType).FirstOrDefault(type => type is not null && pack.CaseTypes.Contains(type)),
            pushes.Select(CustomersCases.SubjectOf).FirstOrDefault(subject => subject is not null),
            Counterparty: null,
            story.ReceivedAt,
            WantsTracking: false);
        var receipt = await intake.AcceptAsync(form, CallerOf(state), story.Key, HashOf(story), [], client, cancellation);
        foreach (var piece in story.Pieces)
        {
            await media.StartAsync(state, receipt.CaseId, piece, client, cancellation);
        }

        return receipt.CaseId;
    }

    /// <summary>The customer, as whose doing it stands in the case.</summary>
    internal static Caller CallerOf(ConversationState state) =>
        new(new Actor(ActorKind.Customer, state.CustomerKey, []), state.Organisation, [], CallerKinds.Customer) { Route = "HandleInbound" };

    private async Task<List<ChannelPush>> ReadAsync(CustomerRecord customer, OpensCase story, CancellationToken cancellation)
    {
        var said = await contents.ReadAsync(customer, [.. story.Pieces.Select(piece => piece.Id)], cancellation);
        return [.. story.Pieces.Select(piece => said.GetValueOrDefault(piece.Id)).OfType<ChannelPush>()];
    }

    private static string HashOf(OpensCase story) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', story.Pieces.Select(piece => piece.Id)))));
}
