using System.Text.Json.Nodes;

namespace CareLoop.Functions.Development;

/// <summary>One step of a journey: when, on which case, who, what they do. A step without matter or command only lets time pass.</summary>
/// <param name="Open">The matter handed in, if the step opens its case.</param>
/// <param name="Command">The command given.</param>
/// <param name="Photos">Files that go with the matter, or are added before the command.</param>
/// <param name="Status">The case's status after it.</param>
/// <param name="Refused">The rule or problem code that must stop it; null when it must succeed.</param>
public sealed record JourneyStep(
    DateTimeOffset At, string Case, string User, string What, JsonObject? Open, JsonObject? Command, IReadOnlyList<string> Photos, string? Status, string? Refused)
{
    internal const string OnlyCase = "A";

    /// <exception cref="JourneyException">The application answered otherwise than the step says.</exception>
    public async Task Do(JourneyCase run)
    {
        try
        {
            await ActAsync(run);
        }
        catch (JourneyException refusal) when (Refused is not null && (refusal.RuleId == Refused || refusal.Code == Refused))
        {
            return;
        }

        if (Refused is not null)
        {
            throw new JourneyException($"{What}: {Refused} should have stopped this.");
        }
    }

    private async Task ActAsync(JourneyCase run)
    {
        if (Open is not null)
        {
            await run.OpenAsync(User, Open, [.. Photos]);
        }
        else if (Photos.Count > 0)
        {
            await run.UploadAsync(User, [.. Photos]);
        }

        if (Command is not null)
        {
            await run.CommandAsync(User, Command);
        }
    }
}
