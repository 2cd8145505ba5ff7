namespace CareLoop.Domain.Cases;

/// <summary>Case numbers such as <c>MALL-20260304-7K3QF2M9X</c> (COM-INT-10).</summary>
public static class CaseNumber
{
    /// <summary>Random bytes <see cref="Create"/> needs (40 bits).</summary>
    public const int RandomBytes = 5;

    public static string Create(string prefix, DateTimeOffset receivedAt, ReadOnlySpan<byte> random) => throw new NotImplementedException();

    /// <summary>Reads a number as people type it (case, O for 0, I and L for 1) and checks its check character.</summary>
    public static bool TryParse(string? text, out string number) => throw new NotImplementedException();
}
