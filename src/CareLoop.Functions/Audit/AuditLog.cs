using System.Globalization;
using System.Security.Cryptography;
using Azure;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Security;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Audit;

/// <summary>
/// Records every command, every read of personal data, and every denial, before the answer leaves. What cannot be recorded does not
/// happen: the caller gets a problem and may try again.
/// </summary>
public sealed partial class AuditLog(AuditTable table, TimeProvider time, ILogger<AuditLog> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Orders what this instance records in the same instant.
    private int written;

    /// <summary>A command on its way into a case's inbox.</summary>
    public Task CommandAsync(Caller caller, string site, string caseId, CaseCommand command, string commandId, CancellationToken cancellation) =>
        WriteAsync(caller, site, AuditKind.Command, command.GetType().Name, caseId, commandId, cancellation);

    /// <summary>A command that follows from something wider, such as a handover, on its way into one of the cases.</summary>
    public Task ErrandAsync(CaseState state, Actor actor, CaseCommand command, string commandId, CancellationToken cancellation) => WriteAsync(
        state.Organisation, actor.Id, actor.Kind.ToString().ToLowerInvariant(), state.Site, AuditKind.Command, command.GetType().Name, state.CaseId, commandId, cancellation);

    /// <summary>A case about to forget its customer.</summary>
    /// <param name="reason">Why it was asked for.</param>
    public Task EraseAsync(Caller caller, CaseState state, string reason, CancellationToken cancellation) =>
        WriteAsync(caller, state.Site, AuditKind.Command, caller.Route, state.CaseId, reason, cancellation);

    /// <summary>A customer without a case about to be erased.</summary>
    /// <param name="reason">Why it was asked for.</param>
    public Task EraseAsync(Caller caller, string site, string reason, CancellationToken cancellation) =>
        WriteAsync(caller, site, AuditKind.Command, caller.Route, caseId: null, reason, cancellation);

    /// <summary>Something done to a case that is not a command, such as a photo added.</summary>
    public Task ActAsync(Caller caller, CaseState state, CancellationToken cancellation) =>
        WriteAsync(caller, state.Site, AuditKind.Command, caller.Route, state.CaseId, null, cancellation);

    /// <summary>A penalty proposal about to be decided.</summary>
    /// <param name="caseId">The case that raised it.</param>
    /// <param name="proposal">Its id.</param>
    public Task DecideAsync(Caller caller, string site, string caseId, string proposal, CancellationToken cancellation) =>
        WriteAsync(caller, site, AuditKind.Command, caller.Route, caseId, proposal, cancellation);

    /// <summary>What an operator is about to do to a message; it belongs to no site.</summary>
    /// <param name="why">The reason given, or the id of the message.</param>
    public Task OperateAsync(Caller caller, string? caseId, string? why, CancellationToken cancellation) =>
        WriteAsync(caller, site: null, AuditKind.Command, caller.Route, caseId, why, cancellation);

    /// <summary>A request about to be carried out that belongs to no case. Its path holds ids only.</summary>
    public Task RequestAsync(Caller caller, AuditKind kind, string path, CancellationToken cancellation) =>
        WriteAsync(caller, SiteOf(path), kind, caller.Route, caseId: null, path, cancellation);

    /// <summary>Personal data about to be shown.</summary>
    /// <param name="site">Null for what belongs to no site.</param>
    /// <param name="caseId">Null for what belongs to no single case.</param>
    /// <param name="why">The ground of the reader, or the purpose named.</param>
    public Task ReadAsync(Caller caller, string? site, string? caseId, string why, CancellationToken cancellation) =>
        WriteAsync(caller, site, AuditKind.Read, caller.Route, caseId, why, cancellation);

    /// <summary>A token about to be given or taken back.</summary>
    /// <param name="why">Id of the token, or of whom it is for.</param>
    public Task GrantAsync(Caller caller, string? site, string? caseId, string why, CancellationToken cancellation) =>
        WriteAsync(caller, site, AuditKind.Grant, caller.Route, caseId, why, cancellation);

    /// <summary>A request about to be refused for want of authority (COM-PRIV-01).</summary>
    /// <param name="why">The problem or rule it is refused by.</param>
    public Task DenyAsync(Caller caller, string? site, string? caseId, string why, CancellationToken cancellation) =>
        WriteAsync(caller, site, AuditKind.Denial, caller.Route, caseId, why, cancellation);

    /// <summary>The site in a path such as <c>/api/sites/mall-sh-01/duty</c>; null elsewhere.</summary>
    private static string? SiteOf(string path) => path.Split('/') is ["", _, "sites", var site, ..] && site.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') ? site : null;

    private Task WriteAsync(
        Caller caller, string? site, AuditKind kind, string what, string? caseId, string? why, CancellationToken cancellation) =>
        WriteAsync(caller.Organisation, caller.Actor.Id, string.Join(' ', caller.Kinds.Names()), site, kind, what, caseId, why, cancellation);

    private async Task WriteAsync(
        string organisation, string who, string actedAs, string? site, AuditKind kind, string what, string? caseId, string? why, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks:D19}-{(uint)Interlocked.Increment(ref written):x8}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        try
        {
            await table.AddAsync(organisation, site, new AuditEntry(id, now, who, actedAs, kind, what, caseId, why), cancellation);
        }
        catch (RequestFailedException error)
        {
            Log.NotWritten(logger, kind, what, caseId, error);
            throw new ApiProblem(ProblemKind.AuditUnavailable) { RetryAfter = RetryAfter };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "No audit record of {Kind} {What} on {CaseId} could be written; the request was refused")]
        public static partial void NotWritten(ILogger logger, AuditKind kind, string what, string? caseId, Exception error);
    }
}
