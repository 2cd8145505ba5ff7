using CareLoop.Domain.Notices;

namespace CareLoop.Domain.Tests.Notices;

public sealed class WebhookRetriesTests
{
    [Fact]
    public void The_plan_is_that_of_Standard_Webhooks()
    {
        var pauses = Enumerable.Range(1, WebhookRetries.Attempts).Select(attempt => WebhookRetries.PauseAfter(attempt)?.ToString("c")).ToList();
        Assert.Equal(
            ["00:00:05", "00:05:00", "00:30:00", "02:00:00", "05:00:00", "10:00:00", "14:00:00", "20:00:00", "1.00:00:00", null], pauses);
    }

    [Theory]
    [InlineData(1, 600, 600)]
    [InlineData(1, 3, 5)]
    [InlineData(2, 299, 300)]
    [InlineData(1, 864_000, 86_400)]
    public void A_longer_pause_that_was_asked_for_counts_up_to_a_day(int attempt, int askedSeconds, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WebhookRetries.PauseAfter(attempt, TimeSpan.FromSeconds(askedSeconds)));

    [Fact]
    public void Nobody_is_asked_for_patience_after_the_last_attempt() =>
        Assert.Null(WebhookRetries.PauseAfter(WebhookRetries.Attempts, TimeSpan.FromMinutes(1)));
}
