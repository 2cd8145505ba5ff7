using CareLoop.Domain.Cases;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Intake;

/// <summary>A customer's token and when it ends.</summary>
public sealed record CustomerToken(string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// Gives a 30-minute token for a customer whom another system has signed in, such as the mini-program's back end.
/// The only route that takes a function key: its callers are machines, and the host checks the key.
/// </summary>
public sealed class CustomerSignIn(TokenIssuer issuer, DeploymentSecrets secrets, DirectorySettings directory, AuditLog audit)
{
    [Function("IssueCustomerToken")]
    public async Task<IResult> IssueCustomerToken(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "customer-tokens")] HttpRequest request, CancellationToken cancellation)
    {
        var body = new FieldReader(await JsonBody.ReadAsync(request, cancellation));
        var contact = new Contact(null, body.Text("phone", required: false, IntakeForm.NameLength), body.Text("channelUserId", required: false, IntakeForm.IdLength));
        if (contact is { Phone: null, ChannelUserId: null })
        {
            body.Add("phone", new("电话与渠道用户标识至少填写一项。", "Give a phone number or a channel user id."));
        }

        body.ThrowIfInvalid();
        var customer = CustomerKeys.Of(secrets, directory.Organisation, contact);
        var machine = new Caller(Actor.System, directory.Organisation, [], CallerKinds.Machine) { Route = nameof(IssueCustomerToken) };
        await audit.GrantAsync(machine, site: null, caseId: null, customer, cancellation);
        var (token, expiresAt) = issuer.ForCustomer(directory.Organisation, customer);
        return Results.Json(new CustomerToken(token, expiresAt), ApiJson.Options);
    }
}
