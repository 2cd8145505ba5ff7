using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CareLoop.Functions.Channels.WeChat;

/// <summary>Signs a mini-program's user in: the code of <c>wx.login</c> for our own 30-minute token.</summary>
public sealed partial class WeChatSignIn(
    ChannelAccounts accounts, WeChatApi wechat, TokenIssuer issuer, DeploymentSecrets secrets, CustomerTable customers, AuditLog audit, ILogger<WeChatSignIn> log)
{
    private const int LongestCode = 128;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Function("SignInWithWeChat")]
    public async Task<IResult> SignInWithWeChat(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "channels/wechat/{account}/sessions")] HttpRequest request,
        string account,
        CancellationToken cancellation)
    {
        if (accounts.Find("wechat", account)?.Account is not { AppSecret: not null } found)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var code = body.Text("code", required: true, LongestCode);
        body.ThrowIfInvalid();
        // The same customer as in the chat with this account.
        var contact = ChannelUsers.ContactOf(found, await OpenIdAsync(found, code!, cancellation));
        var customer = CustomerKeys.Of(secrets, found.Organisation, contact);
        var caller = new Caller(Actor.System, found.Organisation, [], CallerKinds.Anybody) { Route = nameof(SignInWithWeChat) };
        await audit.GrantAsync(caller, site: null, caseId: null, customer, cancellation);

        // Staff and notices reach the customer by the open id, which the token does not tell.
        await customers.GetOrAddAsync(found.Organisation, customer, contact, cancellation);
        var (token, expiresAt) = issuer.ForCustomer(found.Organisation, customer);
        return Results.Json(new CustomerToken(token, expiresAt), ApiJson.Options);
    }

    private async Task<string> OpenIdAsync(ChannelAccount account, string code, CancellationToken cancellation)
    {
        try
        {
            return await wechat.SignInAsync(account, code, cancellation);
        }
        catch (WeChatError error)
        {
            Log.Refused(log, account, error.Fault, error.Code);
            throw error.Fault switch
            {
                WeChatFault.CodeInvalid => new ApiProblem(ProblemKind.SignInCodeRefused),
                WeChatFault.CodeUsed => new ApiProblem(ProblemKind.SignInCodeRefused)
                {
                    Detail = new("该登录凭证已使用过。", "The code was used before."),
                },
                WeChatFault.UserBlocked => new ApiProblem(ProblemKind.NotPermitted)
                {
                    Detail = new("微信不允许该用户登录。", "WeChat does not let this user sign in."),
                },
                WeChatFault.TooOften => new ApiProblem(ProblemKind.TooManyRequests) { RetryAfter = Minute },
                WeChatFault.Busy or WeChatFault.NoAnswer => new ApiProblem(ProblemKind.PlatformUnavailable) { RetryAfter = Moment },
                _ => new ApiProblem(ProblemKind.PlatformUnavailable) { RetryAfter = Minute },
            };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Account}: a sign-in was refused by WeChat: {Fault}, code {Code}.")]
        public static partial void Refused(ILogger logger, ChannelAccount account, WeChatFault fault, int? code);
    }
}
