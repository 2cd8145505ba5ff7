using System.Collections.Immutable;
using System.Xml;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Handbook.Reading;

namespace CareLoop.Domain.Handbook.Binding;

/// <summary>Limits and the ladders behind them.</summary>
internal static class LimitBinding
{
    /// <param name="node">The limit as written.</param>
    /// <param name="calendar">The pack's own calendar, for limits of base that count by whatever hours a pack keeps.</param>
    /// <param name="ladder">The pack's default ladder, likewise.</param>
    public static Sla Sla(NodeReader node, string calendar, string ladder) => new(
        node.Text("id"),
        node.Local("name"),
        node.Texts("types"),
        node.Texts("channels"),
        node.Texts("severities"),
        node.Texts("flags"),
        node.Texts("unlessFlags"),
        node.Texts("solutionKinds"),
        node.Text("start"),
        node.Texts("stop"),
        node.Clock(),
        node.OptionalText("calendar") ?? calendar,
        node.Bool("exclusive", fallback: false),
        node.Choices<CaseStatus>("pauseIn"),
        node.OptionalText("ladder") ?? ladder,
        node.Bool("reopens", fallback: false),
        node.Texts("countsInKpi"),
        node.OptionalText("satisfiedBy"),
        node.OptionalText("extendableBy"),
        node.Source());

    public static Ladder Ladder(NodeReader node) => new(
        node.Text("id"),
        node.Local("name"),
        node.List("rungs", Rung),
        node.Bool("tellOwner", fallback: true),
        node.Bool("marksOverdue", fallback: true),
        node.Texts("calledBy"),
        node.Source());

    private static Rung Rung(NodeReader node)
    {
        var (at, after) = Moment(node, node.Text("at"));
        var role = node.Text("role");
        return new(at, after, role, node.Has("ackMinutes") ? node.Int("ackMinutes") : null, node.Texts("also"));
    }

    private static (RungTime At, TimeSpan After) Moment(NodeReader node, string text)
    {
        switch (text)
        {
            case "due":
                return (RungTime.Due, TimeSpan.Zero);
            case "immediate":
                return (RungTime.Immediate, TimeSpan.Zero);
            case "noAck":
                return (RungTime.NoAck, TimeSpan.Zero);
        }

        if (text.StartsWith("due+", StringComparison.Ordinal))
        {
            try
            {
                return (RungTime.AfterDue, XmlConvert.ToTimeSpan(text[4..]));
            }
            catch (FormatException)
            {
                // Reported below together with every other text that is no rung time.
            }
        }

        node.Report(node.PlaceOf("at"), $"'at: {text}' is no rung time.", "Use due, due+PT24H, immediate or noAck.");
        return (RungTime.Due, TimeSpan.Zero);
    }
}
