using CareLoop.Domain.Handbook;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Conversations;

/// <summary>Fetches one photo into its case, again and again for as long as WeChat keeps it (three days); what cannot be had is said on the case.</summary>
public static class MediaFetch
{
    private static readonly TaskOptions ForThreeDays = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 18, TimeSpan.FromSeconds(10), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromHours(6)));

    private static readonly TaskOptions Persistently = TaskOptions.FromRetryPolicy(
        new RetryPolicy(int.MaxValue, TimeSpan.FromSeconds(2), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(10)));

    [Function(nameof(MediaFetch))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var errand = context.GetInput<MediaErrand>()!;
        string? missing;
        try
        {
            missing = await context.CallActivityAsync<string?>(nameof(FetchMedia), errand, ForThreeDays);
        }
        catch (TaskFailedException)
        {
            missing = "not-reachable";
        }

        if (missing is not null)
        {
            await context.CallActivityAsync(nameof(ReportMissingMedia), new MissingMedia(errand.CaseId, errand.ReceiptId, missing), Persistently);
        }
    }
}

/// <summary>A photo that could not be had.</summary>
/// <param name="Code">Why: <c>expired</c>, <c>not-a-photo</c> …</param>
public sealed record MissingMedia(string CaseId, string ReceiptId, string Code);

/// <summary>One attempt.</summary>
public sealed class FetchMedia(
    CustomerTable customers,
    PushContent contents,
    CaseTable cases,
    EvidenceStore evidence,
    MediaDownload download,
    ChannelAccounts accounts,
    StaffDirectory directory,
    PackLibrary handbooks,
    TimeProvider time)
{
    /// <returns>Null when the photo is filed, else why it never will be.</returns>
    [Function(nameof(FetchMedia))]
    public async Task<string?> Run([ActivityTrigger] MediaErrand errand, CancellationToken cancellation)
    {
        if (await customers.FindAsync(errand.Organisation, errand.CustomerKey, cancellation) is not { } customer
            || (await contents.ReadAsync(customer, [errand.ReceiptId], cancellation)).GetValueOrDefault(errand.ReceiptId)?.Media is not { } media)
        {
            return "erased";
        }

        if (errand.Account.Split('/') is not [var platform, var id] || accounts.Find(platform, id) is not { } found)
        {
            return "account-removed";
        }

        var site = (await directory.GetAsync(cancellation)).FindSite(errand.Site)!;
        var now = time.GetUtcNow();
        var rules = handbooks.InForce(site.Pack, site.Profile, now, errand.Organisation).Intake;
        FetchedMedia file;
        try
        {
            file = await download.FetchAsync(found.Account, media, rules.MaxPhotoBytes, cancellation);
        }
        catch (MediaGoneException gone)
        {
            return gone.Code;
        }

        await using var received = file.File;
        var check = PhotoInspector.Inspect(fileName: null, file.ContentType, received.Content, rules);
        if (check is not PhotoCheck.Accepted photo)
        {
            return ((PhotoCheck.Refused)check).Code;
        }

        var uploader = (await cases.FindAsync(errand.CaseId, cancellation))?.State.CustomerKey ?? errand.CustomerKey;
        await evidence.AddAsync(errand.CaseId, [new AcceptedPhoto(photo, received)], uploader, now, cancellation);
        return null;
    }
}

/// <summary>Puts on the case that a photo could not be had.</summary>
public sealed class ReportMissingMedia(MissingMediaTable missing, TimeProvider time)
{
    [Function(nameof(ReportMissingMedia))]
    public Task Run([ActivityTrigger] MissingMedia media, CancellationToken cancellation) =>
        missing.AddAsync(media.CaseId, media.ReceiptId, media.Code, time.GetUtcNow(), cancellation);
}
