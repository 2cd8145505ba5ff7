namespace CareLoop.Domain.Cases;

/// <summary>A case as decisions see it: codes, ids, instants and deadlines. At most 60 KB as JSON.</summary>
public sealed record CaseState;
