namespace CareLoop.Domain.Handbook;

/// <summary>An effective handbook (政策包): base, pack, profile and organisation override merged and validated.</summary>
public sealed record PolicyPack;
