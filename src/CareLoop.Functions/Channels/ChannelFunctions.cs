using System.Net.Mime;
using CareLoop.Functions.Api;
using CareLoop.Functions.Conversations;
using CareLoop.Functions.Security;
using CareLoop.Functions.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Channels;

/// <summary>
/// Where platforms call. Their signature over the raw bytes is the authentication; what is authentic is stored and acknowledged
/// before anybody works on it, so that an acknowledgement does not depend on the rest of the application.
/// </summary>
public sealed partial class ChannelFunctions(
    ChannelAccounts accounts, ChannelDesk desk, RateLimits rates, TimeProvider time, ILogger<ChannelFunctions> logger)
{
    [Function("ReceivePush")]
    public async Task<IResult> ReceivePush(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "channels/{platform}/{account}")] HttpRequest request,
        string platform,
        string account,
        CancellationToken cancellation)
    {
        if (accounts.Find(platform, account) is not { } found)
        {
            CountRefused(request);
            throw new ApiProblem(ProblemKind.NotFound);
        }

        var now = time.GetUtcNow();
        var verdict = await PlatformRequest.ReadAsync(request, now, cancellation) is { } call
            ? found.Adapter.Read(call, found.Account)
            : new Verdict.Refused(Refusal.TooLarge);
        switch (verdict)
        {
            case Verdict.Answered answered:
                return ToResult(request, answered.Answer);
            case Verdict.Received received when received.Pushes.All(push => push.Text is not { Length: > PushContent.LongestText }):
                foreach (var push in received.Pushes)
                {
                    await desk.AcceptAsync(found.Account, push, now, cancellation);
                }

                Signals.Pushes.Add(received.Pushes.Length, new KeyValuePair<string, object?>("platform", found.Account.Platform));
                return ToResult(request, received.Answer);
            default:
                var reason = verdict is Verdict.Refused refused ? refused.Reason : Refusal.TooLarge;
                Log.Refused(logger, found.Account, reason);
                Signals.PushesRefused.Add(1, new("platform", found.Account.Platform), new("reason", reason.ToString()));
                CountRefused(request);
                // Whoever writes for us by hand is told what to correct; nobody without the secret gets that far.
                return verdict is Verdict.Refused { Detail: { } detail }
                    ? throw new ApiProblem(ProblemKind.RequestInvalid) { Detail = new(detail, detail) }
                    : Results.StatusCode(reason.Status());
        }
    }

    // A platform calls from few addresses and as often as its users write; only who has no key is held back.
    private void CountRefused(HttpRequest request) => rates.Count(caller: null, RouteRules.For("ReceivePush"), request);

    private static IResult ToResult(HttpRequest request, PlatformAnswer answer)
    {
        request.HttpContext.Response.StatusCode = answer.Status;
        return Results.Bytes(answer.ToBytes(), answer.Content.Length == 0 ? MediaTypeNames.Text.Plain : answer.ContentType);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A call for {Account} was refused: {Reason}")]
        public static partial void Refused(ILogger logger, ChannelAccount account, Refusal reason);
    }
}
