using System.Diagnostics;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Storage;

namespace CareLoop.Functions.Telemetry;

/// <summary>What one round of a case tells operators.</summary>
internal static class RoundSignals
{
    /// <summary>Runs a round inside a span and measures it, also when it fails.</summary>
    public static async Task<T> MeasureAsync<T>(RoundToken round, Func<Task<T>> run)
    {
        using var span = Signals.Source.StartActivity("apply inputs");
        span?.SetTag("careloop.case", round.CaseId).SetTag("careloop.round", round.Key);
        var start = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await run();
            outcome = "ok";
            return result;
        }
        catch (Exception error)
        {
            span.Fail(error);
            throw;
        }
        finally
        {
            Signals.RoundDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    /// <summary>Counts what was decided, once it is stored. A crash just before loses the count, never the decision.</summary>
    public static void Decided(string pack, RoundResult result, IEnumerable<InboxRow> decided, DateTimeOffset now)
    {
        var commands = decided.ToDictionary(row => row.Command.Id, row => row.Command);
        foreach (var outcome in result.Outcomes.Where(outcome => commands.ContainsKey(outcome.CommandId)))
        {
            var command = commands[outcome.CommandId];
            TagList tags = new() { { "pack", pack }, { "command", command.Command.GetType().Name } };
            Signals.InboxWait.Record(Math.Max(0, (now - command.AcceptedAt).TotalSeconds), tags);
            if (outcome.Refusal is { } refusal)
            {
                tags.Add("reason", refusal.Reason.ToString());
                Signals.CommandsRefused.Add(1, tags);
            }
            else
            {
                Signals.CommandsApplied.Add(1, tags);
            }
        }

        foreach (var item in result.Events)
        {
            switch (item.Type)
            {
                case EventTypes.CaseReceived:
                    Signals.CasesReceived.Add(1, new KeyValuePair<string, object?>("pack", pack));
                    break;
                case EventTypes.DeadlineBreached:
                    Signals.DeadlinesBreached.Add(1, new TagList { { "pack", pack }, { "rule", item.Data.GetValueOrDefault("rule") } });
                    break;
            }
        }
    }
}
