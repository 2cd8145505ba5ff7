namespace CareLoop.Functions.Storage;

/// <summary>One view of the cases: a range of rows in an organisation's partition of table <c>caseindex</c>.</summary>
/// <param name="Partition">The organisation.</param>
/// <param name="Name">What the view shows, and of whom.</param>
public sealed record IndexView(string Partition, string Name)
{
    /// <summary>No row of the view comes before it.</summary>
    public string First => Name + "|";

    /// <summary>The first key after the view's rows ('}' follows '|').</summary>
    public string End => Name + "}";

    /// <summary>Address of a row.</summary>
    /// <param name="place">Its place in the order of the view.</param>
    public IndexKey Key(string place) => new(Partition, First + place);
}
