using System.Text.Json;

namespace CareLoop.Functions.Notifications.Robots;

/// <summary>Speaks to robots. Neither their addresses nor their words are in what it reports.</summary>
public sealed class RobotCaller : IDisposable
{
    private const int MostAnswer = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UsualPause = TimeSpan.FromMinutes(1);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MostAnswer,
    };

    public async Task<RobotAnswer> SayAsync(Robot robot, IRobotPlatform platform, string text, DateTimeOffset now, CancellationToken cancellation)
    {
        using var request = platform.Write(robot, text, now);
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var status = (int)response.StatusCode;
            return status switch
            {
                >= 200 and < 300 => Judge(await response.Content.ReadAsByteArrayAsync(cancellation), platform),
                429 => new RobotAnswer.Blocked(response.Headers.RetryAfter?.Delta ?? UsualPause, "HTTP 429"),
                >= 500 => new RobotAnswer.Unable($"HTTP {status}"),
                _ => new RobotAnswer.Refused($"HTTP {status}"),
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new RobotAnswer.Unable("Timeout");
        }
        catch (HttpRequestException)
        {
            return new RobotAnswer.Unable("Unreachable");
        }
    }

    public void Dispose() => http.Dispose();

    private static RobotAnswer Judge(byte[] answer, IRobotPlatform platform)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(platform.CodeField, out var field) && field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var code)
                    ? code == 0 ? new RobotAnswer.Taken() : platform.Judge(code)
                    : new RobotAnswer.Unable("Answer");
        }
        catch (JsonException)
        {
            return new RobotAnswer.Unable("Answer");
        }
    }
}
