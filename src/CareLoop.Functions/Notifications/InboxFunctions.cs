using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Care;
using CareLoop.Functions.Security;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Notifications;

/// <summary>A notice as its recipient reads it.</summary>
public sealed record InboxItem(string Id, string Kind, DateTimeOffset At, string? CaseNumber, string? CareTask, string Text);

/// <summary>The caller's own inbox.</summary>
public sealed class InboxFunctions(CallerTokens tokens, InboxTable inbox, NoticeTexts texts, AuditLog audit)
{
    [Function("GetInbox")]
    public async Task<IResult> GetInbox(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "inbox")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = await tokens.RequireAsync(request);
        var language = RequestLanguage.Of(request);
        var size = Paging.SizeOf(request);
        await audit.ReadAsync(caller, caller.Sites.FirstOrDefault(), caseId: null, "OwnInbox", cancellation);
        var (entries, continuation) = await inbox.ReadAsync(
            caller.Organisation, caller.Actor.Id, Cursor.Read(request), size, cancellation);
        List<InboxItem> items = [];
        foreach (var entry in entries)
        {
            var isCare = entry.CaseId is { } about && CareIds.Names(about);
            items.Add(new InboxItem(
                entry.Id, entry.Kind, entry.At, isCare ? null : entry.CaseId, isCare ? entry.CaseId : null, await texts.OfAsync(entry, language, cancellation)));
        }

        return Paging.Answer(request, items, continuation);
    }
}
