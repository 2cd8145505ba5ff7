namespace CareLoop.Journeys;

/// <summary>Waits for what the application does on its own.</summary>
internal static class Patience
{
    /// <summary>Looks again until the condition holds; gives up after two minutes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
