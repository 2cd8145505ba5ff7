using System.Net;

namespace CareLoop.Journeys;

/// <summary>
/// A client that does not give up: sends the same request again until a host answers it, as a phone with a bad line would.
/// It also counts, and at chosen counts has the host killed while the request is under way.
/// </summary>
internal sealed class PatientHandler(Func<Task> killAndRestart, IEnumerable<int> killAt, Func<TimeSpan> pauseBeforeKill) : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<int> killAt = [.. killAt];
    private readonly SemaphoreSlim killing = new(1, 1);
    private int sent;

    public int Sent => sent;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
        }

        var killer = killAt.Contains(Interlocked.Increment(ref sent)) ? KillSoonAsync() : Task.CompletedTask;
        var response = await SendUntilAnsweredAsync(request, cancellationToken);
        await killer;
        return response;
    }

    private async Task<HttpResponseMessage> SendUntilAnsweredAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError))
                {
                    return response;
                }

                response.Dispose();
            }
            catch (HttpRequestException)
            {
                // The host is down: it is started again elsewhere.
            }
            catch (IOException)
            {
                // It went down in the middle of an answer.
            }

            await Task.Delay(RetryPause, cancellationToken);
        }
    }

    private async Task KillSoonAsync()
    {
        await Task.Delay(pauseBeforeKill());
        await killing.WaitAsync();
        try
        {
            await killAndRestart();
        }
        finally
        {
            killing.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        killing.Dispose();
        base.Dispose(disposing);
    }
}
