using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>Which cases a customer has open, wherever they were opened.</summary>
public sealed class CustomersCases(CaseIndex index, CaseTable cases, DeploymentSecrets secrets)
{
    public async Task<ImmutableArray<OpenCase>> OpenAsync(ConversationState state, CancellationToken cancellation)
    {
        Dictionary<string, OpenCase> open = [];
        await foreach (var row in index.ReadAsync(CaseIndex.OfCustomer(state.Organisation, state.CustomerKey), cancellation))
        {
            if (row.ClosedAt is null)
            {
                open[row.CaseId] = new OpenCase(row.CaseId, row.SubjectKey, CaseState.WaitsForCustomer(row.Status), row.ReceivedAt);
            }
        }

        // The list follows the cases by a moment, and a case put here by hand may be somebody else's: their own rows say how they stand.
        foreach (var linked in state.Cases)
        {
            var header = await cases.FindAsync(linked.CaseId, cancellation);
            if (header is { State.IsClosed: true })
            {
                open.Remove(linked.CaseId);
            }
            else
            {
                open[linked.CaseId] = new OpenCase(
                    linked.CaseId,
                    header is null ? linked.SubjectKey : header.State.SubjectKey,
                    header is { State.Status: var status } && CaseState.WaitsForCustomer(status),
                    linked.LastAt);
            }
        }

        return [.. open.Values.OrderBy(item => item.CaseId, StringComparer.Ordinal)];
    }

    /// <summary>What a push is about: the order before the thing, as cases have one subject.</summary>
    public static string? SubjectOf(ChannelPush push) => push.Order ?? push.Subject;

    /// <summary>The same as a case's key for it.</summary>
    public string? SubjectKeyOf(string organisation, ChannelPush push) =>
        SubjectOf(push) is { } subject ? secrets.KeyedHash("subject", organisation, subject) : null;
}
