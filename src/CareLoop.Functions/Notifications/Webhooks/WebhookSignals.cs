using CareLoop.Functions.Telemetry;

namespace CareLoop.Functions.Notifications.Webhooks;

/// <summary>What the calls to partners tell operators.</summary>
internal static class WebhookSignals
{
    public static void Called(CallResult result) =>
        Signals.WebhookCalls.Add(1, new KeyValuePair<string, object?>("outcome", result.Error?.ToString() ?? "Taken"));
}
