using CareLoop.Domain.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>Looks up whether a case can be taken into a group incident.</summary>
public sealed class GroupFacts(CaseTable cases, CaseIndex index)
{
    public async Task<IncidentStanding> OfAsync(CaseState joiner, JoinGroup join, CancellationToken cancellation)
    {
        if (!CaseNumber.TryParse(join.Incident, out var caseId) || await cases.FindAsync(caseId, cancellation) is not { State: var incident }
            || incident.Organisation != joiner.Organisation || incident.Site != joiner.Site)
        {
            return IncidentStanding.Unknown;
        }

        var (led, _) = await index.ReadPageAsync(CaseIndex.OfGroup(joiner.Organisation, joiner.CaseId), [], continuation: null, size: 1, cancellation);
        return incident.CaseId == joiner.CaseId ? IncidentStanding.Same
            : incident.IsClosed ? IncidentStanding.Closed
            : incident.GroupIncident is not null ? IncidentStanding.BelongsToGroup
            : led.Count > 0 ? IncidentStanding.JoinerLeadsGroup
            : IncidentStanding.Open;
    }
}
