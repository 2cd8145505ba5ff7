using CareLoop.Domain.Cases;
using CareLoop.Domain.Words;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Erasure;

/// <summary>How far an erasure is.</summary>
/// <param name="CaseNumber">The case it was asked for by.</param>
/// <param name="Erased">Nothing is left to do: no case knows the customer, and the data key is destroyed unless the customer came back meanwhile.</param>
/// <param name="Pending">Cases that are still being worked on; ask again.</param>
public sealed record ErasureView(string CaseNumber, bool Erased, IReadOnlyList<string> Pending);

/// <summary>Erases a customer who asked for it (PUB-11): a manager's act, for a reason, on the audit record.</summary>
public sealed class ErasureFunctions(
    CallerTokens tokens, CaseAuthority authority, CaseTable cases, CaseIndex index, LateCommands late, CommandWait wait, AuditLog audit,
    SubjectTable subjects, CustomerErasure customers, TimeProvider time)
{
    private const int CodeLength = 64;

    /// <summary>Why customers are erased.</summary>
    internal static readonly IReadOnlyList<string> Reasons = ["CustomerRequest", "ConsentWithdrawn", "UnlawfullyCollected"];

    [Function("EraseCustomer")]
    public async Task<IResult> EraseCustomer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cases/{caseNumber}/erasure")] HttpRequest request,
        string caseNumber,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var header = await authority.RequireAsync(caller, caseNumber, cancellation);
        DirectoryAuthority.RequireManager(caller, [header.State.Site]);
        var reason = ReadReason(new FieldReader(await JsonBody.ReadAsync(request, cancellation)));
        var all = await CasesOfAsync(header, cancellation);
        DirectoryAuthority.RequireManager(caller, [.. all.Select(one => one.State.Site).Distinct()]);
        RefuseIfBarred(all);
        // The case that was asked by comes last: as long as it knows the customer, asking again finds the others.
        foreach (var one in all.Where(one => one.State.AnonymisedAt is null).Reverse())
        {
            await audit.EraseAsync(caller, one.State, reason, cancellation);
            await ErasureCommand.GiveAsync(cases, late, one, AnonymiseCause.CustomerRequest, time.GetUtcNow(), client, cancellation);
        }

        List<string> pending = [];
        foreach (var one in all)
        {
            if (!await wait.UntilAsync(request, one.State.CaseId, found => found.State.CustomerKey == Retention.Nobody, cancellation))
            {
                pending.Add(one.State.CaseId);
            }
        }

        return Results.Json(
            new ErasureView(header.State.CaseId, pending.Count == 0, pending),
            ApiJson.Options,
            statusCode: pending.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    /// <summary>Erases a customer who has subjects and care tasks but no case; whoever has cases is erased by one of them.</summary>
    [Function("EraseSubjectCustomer")]
    public async Task<IResult> EraseSubjectCustomer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "subjects/{customerKey}/{id}/erasure")] HttpRequest request,
        string customerKey,
        string id,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var owned = await subjects.ReadAsync(caller.Organisation, customerKey, customer: null, cancellation);
        if (owned.All(item => item.Subject.Id != id))
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        DirectoryAuthority.RequireManager(caller, [.. owned.Select(item => item.Subject.Site).Distinct()]);
        var reason = ReadReason(new FieldReader(await JsonBody.ReadAsync(request, cancellation)));
        var (cases, _) = await index.ReadPageAsync(CaseIndex.OfCustomer(caller.Organisation, customerKey), [], continuation: null, size: 1, cancellation);
        if (cases is [var one, ..])
        {
            throw new ApiProblem(ProblemKind.ErasureBarred)
            {
                Errors = [new FieldError(one.CaseId, new("客户有工单:请由此工单提交删除。", "The customer has cases: ask for the erasure by this one."))],
                RuleId = Retention.RuleId,
            };
        }

        await audit.EraseAsync(caller, owned[0].Subject.Site, reason, cancellation);
        await customers.EraseAskedAsync(caller.Organisation, customerKey, cancellation);
        return Results.NoContent();
    }

    private static string ReadReason(FieldReader body)
    {
        var reason = body.Text("reason", required: true, CodeLength);
        body.ThrowIfInvalid();
        return Reasons.Contains(reason) ? reason! : throw new ApiProblem(ProblemKind.UnknownValue)
        {
            Errors = [new FieldError("reason", new("请写明删除的原因。", "Say why the customer is erased."))],
            Allowed = [.. Reasons],
        };
    }

    private async Task<IReadOnlyList<CaseHeader>> CasesOfAsync(CaseHeader header, CancellationToken cancellation)
    {
        List<CaseHeader> all = [header];
        await foreach (var row in index.ReadAsync(CaseIndex.OfCustomer(header.State.Organisation, header.State.CustomerKey), cancellation))
        {
            if (row.CaseId != header.State.CaseId && await cases.FindAsync(row.CaseId, cancellation) is { } other)
            {
                all.Add(other);
            }
        }

        return all;
    }

    private static void RefuseIfBarred(IReadOnlyList<CaseHeader> all)
    {
        var barred = all.Where(one => one.State.AnonymisedAt is null)
            .Select(one => (one.State.CaseId, Bar: Retention.Bar(one.State)))
            .Where(one => one.Bar is not null)
            .ToList();
        if (barred.Count > 0)
        {
            throw new ApiProblem(ProblemKind.ErasureBarred)
            {
                Errors = [.. barred.Select(one => new FieldError(one.CaseId, WayOut(one.Bar!.Value)))],
                RuleId = Retention.RuleId,
            };
        }
    }

    private static LocalText WayOut(RetentionBar bar) => bar switch
    {
        RetentionBar.Open => new("工单尚未办结:先办结归档,或由客户撤回(withdraw)。", "The case is open: bring it to its end, or let the customer withdraw it (withdraw)."),
        RetentionBar.Held => new("经理已设保留:原因消失后解除(liftHold)。", "A manager holds it: lift the hold when its reason is over (liftHold)."),
        _ => new("追偿尚未了结:登记追回款项(recordRecovery)后再办。", "A claim is not settled: record what came in (recordRecovery) first."),
    };
}
