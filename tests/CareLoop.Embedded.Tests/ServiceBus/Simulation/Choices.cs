namespace CareLoop.Embedded.Tests.ServiceBus.Simulation;

/// <summary>Where a simulation gets its decisions from.</summary>
internal abstract class Choices
{
    /// <summary>A number from 0 up to but not including <paramref name="bound"/>.</summary>
    public abstract int Next(int bound);

    public bool OneIn(int chances) => Next(chances) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}

/// <summary>Endless decisions that follow from a seed.</summary>
internal sealed class SeededChoices(int seed) : Choices
{
    private readonly Random random = new(seed);

    public override int Next(int bound) => random.Next(bound);
}

/// <summary>Decisions that a property test generates and shrinks; when they are used up, the simplest ones follow.</summary>
internal sealed class ScriptedChoices(byte[] script) : Choices
{
    private int position;

    public override int Next(int bound) => position < script.Length ? script[position++] % bound : 0;
}
