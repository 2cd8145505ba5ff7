namespace CareLoop.Functions.Tests.Support;

/// <summary>The connection of a host that dies at a request: before it is sent, or when its answer is on the way.</summary>
/// <param name="requests">Requests it lives to send.</param>
/// <param name="afterSending">Whether the last request still reaches its server.</param>
internal sealed class DyingHandler(int requests, bool afterSending) : DelegatingHandler(new SocketsHttpHandler())
{
    private int left = requests;

    public bool IsOver { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsOver || --left < 0)
        {
            if (!IsOver && afterSending)
            {
                using var lost = await base.SendAsync(request, cancellationToken);
            }

            IsOver = true;
            throw new HttpRequestException("The host has died.");
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
