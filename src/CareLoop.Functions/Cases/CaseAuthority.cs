using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Cases;

/// <summary>A case opened for somebody, and what connects the two.</summary>
public sealed record OpenedCase(CaseState State, Ground Ground)
{
    /// <summary>Whether the customer's words are shown as written, or with numbers and doors masked (COM-PRIV-03).</summary>
    public bool ShowsWords => ProfileAccess.GivesFullProfile(Ground);
}

/// <summary>Opens a case for a caller who may see it, and for nobody else. Reads of personal data are recorded first.</summary>
public sealed class CaseAuthority(CaseTable cases, AuditLog audit)
{
    /// <summary>The case, for an answer that shows nothing personal.</summary>
    /// <exception cref="ApiProblem">
    /// No such number, or somebody else's case: customers cannot tell the two apart. Staff of another site are told so.
    /// </exception>
    public async Task<CaseHeader> RequireAsync(Caller caller, string caseNumber, CancellationToken cancellation)
    {
        if (!CaseNumber.TryParse(caseNumber, out var caseId)
            || await cases.FindAsync(caseId, cancellation) is not { } header)
        {
            throw new ApiProblem(ProblemKind.CaseNotFound);
        }

        Require(caller, header.State);
        return header;
    }

    /// <summary>The same, with one of its commands if it has one of that id.</summary>
    /// <exception cref="ApiProblem">As <see cref="RequireAsync(Caller, string, CancellationToken)"/>.</exception>
    public async Task<CaseWithCommand> RequireAsync(Caller caller, string caseNumber, string commandId, CancellationToken cancellation)
    {
        if (!CaseNumber.TryParse(caseNumber, out var caseId)
            || await cases.FindWithCommandAsync(caseId, commandId, cancellation) is not { } found)
        {
            throw new ApiProblem(ProblemKind.CaseNotFound);
        }

        Require(caller, found.Header.State);
        return found;
    }

    /// <summary>The same for a case that has been read already.</summary>
    /// <exception cref="ApiProblem">As <see cref="RequireAsync(Caller, string, CancellationToken)"/>.</exception>
    public static void Require(Caller caller, CaseState state)
    {
        if (state.Organisation != caller.Organisation)
        {
            throw new ApiProblem(ProblemKind.CaseNotFound);
        }

        if (RefusalOf(caller, state) is { } refusal)
        {
            throw new ApiProblem(refusal) { Denied = new(state.Site, state.CaseId) };
        }
    }

    /// <summary>The case, for an answer that shows personal data.</summary>
    /// <exception cref="ApiProblem">As <see cref="RequireAsync(Caller, string, CancellationToken)"/>; or the read could not be recorded.</exception>
    public async Task<OpenedCase> OpenAsync(Caller caller, string caseNumber, CancellationToken cancellation)
    {
        var state = (await RequireAsync(caller, caseNumber, cancellation)).State;
        var ground = GroundOf(caller, state);
        await audit.ReadAsync(caller, state.Site, state.CaseId, ground.ToString(), cancellation);
        return new OpenedCase(state, ground);
    }

    /// <summary>The case, for the customer's full profile (授权调用).</summary>
    /// <exception cref="ApiProblem">As <see cref="OpenAsync"/>; or the caller is neither owner, on-duty handler nor supervisor (COM-PRIV-01).</exception>
    public async Task<CaseState> OpenProfileAsync(Caller caller, string caseNumber, AccessPurpose purpose, CancellationToken cancellation)
    {
        var state = (await RequireAsync(caller, caseNumber, cancellation)).State;
        if (!ProfileAccess.GivesFullProfile(GroundOf(caller, state)))
        {
            throw new ApiProblem(ProblemKind.NotPermitted)
            {
                Denied = new(state.Site, state.CaseId),
                RuleId = ProfileAccess.DenialRule,
                Allowed = [nameof(Ground.Owner), nameof(Ground.OnDutyHandler), nameof(Ground.Supervisor)],
            };
        }

        await audit.ReadAsync(caller, state.Site, state.CaseId, purpose.Id, cancellation);
        return state;
    }

    private static ProblemKind? RefusalOf(Caller caller, CaseState state) =>
        caller.TrackedCase is { } tracked ? (tracked == state.CaseId ? null : ProblemKind.CaseNotFound)
        : caller.IsCustomer ? (caller.Actor.Id == state.CustomerKey ? null : ProblemKind.CaseNotFound)
        : caller.Sites.Contains(state.Site) ? null
        : ProblemKind.OtherSite;

    private static Ground GroundOf(Caller caller, CaseState state) =>
        caller.TrackedCase is not null ? Ground.TrackingLink
        : caller.IsCustomer ? Ground.OwnMatter
        : ProfileAccess.GroundOf(
            state, caller.Actor, caller.Is(CallerKinds.Supervisor | CallerKinds.Manager), isAuditorOnly: !caller.Is(CallerKinds.Handlers));
}
