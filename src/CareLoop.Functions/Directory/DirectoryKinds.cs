namespace CareLoop.Functions.Directory;

/// <summary>The kinds of entries, as they begin the row key.</summary>
internal static class DirectoryKinds
{
    public const string Organisation = "organisation";
    public const string Site = "site";
    public const string Staff = "staff";
    public const string Shift = "shift";
    public const string Rota = "rota";
    public const string Absence = "absence";
    public const string Swap = "swap";
    public const string Counterparty = "counterparty";
}
