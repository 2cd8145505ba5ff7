using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>Opens a case for a caller who may see it, and for nobody else.</summary>
public sealed class CaseAuthority(CaseTable cases)
{
    /// <exception cref="ApiProblem">
    /// No such number, or somebody else's case: customers cannot tell the two apart. Staff of another site are told so.
    /// </exception>
    public async Task<CaseHeader> RequireAsync(Caller caller, string caseNumber, CancellationToken cancellation)
    {
        if (!CaseNumber.TryParse(caseNumber, out var caseId) || await cases.FindAsync(caseId, cancellation) is not { } header)
        {
            throw new ApiProblem(ProblemKind.CaseNotFound);
        }

        var state = header.State;
        if (state.Organisation != caller.Organisation || (caller.IsCustomer && state.CustomerKey != caller.Actor.Id))
        {
            throw new ApiProblem(ProblemKind.CaseNotFound);
        }

        return caller.IsCustomer || caller.Sites.Contains(state.Site) ? header : throw new ApiProblem(ProblemKind.OtherSite);
    }
}
