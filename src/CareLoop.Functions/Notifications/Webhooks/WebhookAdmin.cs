using System.Collections.Immutable;
using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>Endpoints on behalf of managers and operators. Each change is on the audit record before it is made.</summary>
public sealed class WebhookAdmin(
    WebhookTable table,
    WebhookEndpoints endpoints,
    StaffDirectory directory,
    PackLibrary handbooks,
    AddressGuard guard,
    WrappingKeys keys,
    AuditLog audit,
    TimeProvider time)
{
    /// <summary>Endpoints an organisation may have.</summary>
    public const int Most = 20;

    public async Task<IReadOnlyList<WebhookEndpoint>> ListAsync(Caller caller, CancellationToken cancellation) =>
        [.. (await table.ListAsync(caller.Organisation, cancellation)).Where(endpoint => MaySee(caller, endpoint))
            .OrderBy(endpoint => endpoint.CreatedAt).ThenBy(endpoint => endpoint.Id, StringComparer.Ordinal)];

    /// <exception cref="ApiProblem">No such endpoint, or none the caller may see.</exception>
    public async Task<WebhookEndpoint> FindAsync(Caller caller, string id, CancellationToken cancellation) =>
        EntryIds.IsValid(id) && await table.FindAsync(caller.Organisation, id, cancellation) is { } endpoint && MaySee(caller, endpoint)
            ? endpoint
            : throw new ApiProblem(ProblemKind.NotFound);

    /// <summary>An endpoint the caller may change or have work done for.</summary>
    /// <exception cref="ApiProblem">No such endpoint, or one of sites that are not the caller's.</exception>
    public async Task<WebhookEndpoint> FindOwnAsync(Caller caller, string id, CancellationToken cancellation)
    {
        var endpoint = await FindAsync(caller, id, cancellation);
        RequireAll(caller, await directory.GetAsync(cancellation), endpoint.Sites);
        return endpoint;
    }

    /// <summary>Creates an endpoint; the same request again finds it.</summary>
    /// <param name="key">Idempotency-Key.</param>
    /// <param name="hash">Of what was asked for.</param>
    /// <exception cref="ApiProblem">Mistakes in the form, not permitted, or there are enough.</exception>
    internal async Task<(WebhookEndpoint Endpoint, string Secret, bool IsNew)> CreateAsync(
        Caller caller, string key, FieldReader body, string hash, CancellationToken cancellation)
    {
        var id = IdOf(caller, key);
        var people = await directory.GetAsync(cancellation);
        var form = WebhookForm.Read(body, isNew: true, guard, people, handbooks);
        RequireAll(caller, people, form.Sites);
        var present = await table.ListAsync(caller.Organisation, cancellation);
        if (present.Count >= Most && present.All(endpoint => endpoint.Id != id))
        {
            throw new ApiProblem(ProblemKind.TooManyEndpoints);
        }

        await audit.OperateAsync(caller, caseId: null, id, cancellation);
        var (now, secrets) = (time.GetUtcNow(), WebhookSecrets.Create());
        var isNew = await table.AddAsync(
            new WebhookEndpoint
            {
                Organisation = caller.Organisation,
                Id = id,
                Address = form.Address,
                EventTypes = form.EventTypes,
                Sites = form.Sites,
                CreatedAt = now,
                Version = 1,
                Secrets = secrets.Wrap(keys, caller.Organisation, id),
                SecretChangedAt = now,
                RequestHash = hash,
            },
            cancellation);
        endpoints.Forget();
        return await table.FindAsync(caller.Organisation, id, cancellation) is { } endpoint && endpoint.RequestHash == hash
            ? (endpoint, WebhookSecrets.Unwrap(keys, endpoint).Current, isNew)
            : throw new ApiProblem(ProblemKind.IdempotencyKeyReused);
    }

    /// <exception cref="ApiProblem">Mistakes in the form, not permitted, no such endpoint, or another version.</exception>
    internal async Task<WebhookEndpoint> ChangeAsync(
        Caller caller, string id, FieldReader body, EntryExpectation expected, CancellationToken cancellation)
    {
        var endpoint = await FindOwnAsync(caller, id, cancellation);
        var people = await directory.GetAsync(cancellation);
        var form = WebhookForm.Read(body, isNew: false, guard, people, handbooks);
        RequireAll(caller, people, form.Sites);
        expected.Check(endpoint.Version);
        await audit.OperateAsync(caller, caseId: null, id, cancellation);
        return await ReplaceAsync(
            endpoint with
            {
                Address = form.Address,
                EventTypes = form.EventTypes,
                Sites = form.Sites,
                Disabled = form.Enabled ? null : endpoint.Disabled ?? new Disabling(DisablingReason.SwitchedOff, time.GetUtcNow()),
            },
            cancellation);
    }

    /// <summary>Gives it a fresh secret; the present one signs beside it for a day. The same request again finds the secret it made.</summary>
    internal async Task<(WebhookEndpoint Endpoint, string Secret)> RotateAsync(Caller caller, string id, string key, CancellationToken cancellation)
    {
        var endpoint = await FindOwnAsync(caller, id, cancellation);
        var (request, secrets) = (IdOf(caller, $"{id}\n{key}"), WebhookSecrets.Unwrap(keys, endpoint));
        await audit.OperateAsync(caller, caseId: null, id, cancellation);
        if (endpoint.RotatedBy == request)
        {
            return (endpoint, secrets.Current);
        }

        var (now, next) = (time.GetUtcNow(), secrets.Rotate());
        var changed = await ReplaceAsync(
            endpoint with
            {
                Secrets = next.Wrap(keys, endpoint.Organisation, id),
                SecretChangedAt = now,
                OldSecretUntil = now + WebhookSecrets.Overlap,
                RotatedBy = request,
            },
            cancellation);
        return (changed, next.Current);
    }

    /// <exception cref="ApiProblem">Not permitted, no such endpoint, or another version.</exception>
    internal async Task DeleteAsync(Caller caller, string id, EntryExpectation expected, CancellationToken cancellation)
    {
        var endpoint = await FindOwnAsync(caller, id, cancellation);
        expected.Check(endpoint.Version);
        await audit.OperateAsync(caller, caseId: null, id, cancellation);
        if (!await table.DeleteAsync(endpoint, cancellation))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }

        endpoints.Forget();
    }

    /// <summary>Ids follow from the request, so that the same request means the same thing.</summary>
    internal static string IdOf(Caller caller, string key) => CommandIds.Of($"webhooks\n{caller.Organisation}", $"{caller.Actor.Id}\n{key}");

    private static bool MaySee(Caller caller, WebhookEndpoint endpoint) =>
        caller.Is(CallerKinds.Operator) || endpoint.Sites.IsEmpty || endpoint.Sites.Any(site => caller.Sites.Contains(site));

    /// <summary>Operators keep all endpoints; managers those of their own sites, and of the whole organisation if all sites are theirs.</summary>
    private static void RequireAll(Caller caller, DirectorySnapshot people, ImmutableSortedSet<string> sites)
    {
        if (!caller.Is(CallerKinds.Operator))
        {
            DirectoryAuthority.RequireManager(caller, sites.Count > 0 ? sites.ToList() : [.. people.Sites.Select(site => site.Id)]);
        }
    }

    private async Task<WebhookEndpoint> ReplaceAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
    {
        var changed = endpoint with { Version = endpoint.Version + 1 };
        if (!await table.ReplaceAsync(changed, cancellation))
        {
            throw new ApiProblem(ProblemKind.EntryChanged);
        }

        endpoints.Forget();
        return changed;
    }
}
