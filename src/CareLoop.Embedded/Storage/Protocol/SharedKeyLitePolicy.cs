using Azure.Core;
using Azure.Core.Pipeline;

namespace CareLoop.Embedded.Storage.Protocol;

/// <summary>Signs requests to the table service, which covers the date and the path.</summary>
internal sealed class SharedKeyLitePolicy(StorageAccount account) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = SharedKeySignature.StampDate(message.Request);
        var text = $"{date}\n/{account.Name}{message.Request.Uri.ToUri().AbsolutePath}";
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {account.Name}:{SharedKeySignature.Sign(account, text)}");
    }
}
