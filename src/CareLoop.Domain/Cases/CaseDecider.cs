using System.Collections.Immutable;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.Cases;

/// <summary>The rules of a case as one pure function.</summary>
public static class CaseDecider
{
    /// <summary>Applies one input, or refuses it with the reason.</summary>
    /// <param name="pack">The handbook the case is pinned to.</param>
    /// <param name="state">The case, or null before it exists.</param>
    /// <param name="input">A command or an instant of a deadline.</param>
    /// <param name="time">The present instant; commands are judged by when they were accepted.</param>
    public static Decision Decide(PolicyPack pack, CaseState? state, CaseInput input, DateTimeOffset time) => throw new NotImplementedException();

    /// <summary>The commands this actor may give now, as named in JSON.</summary>
    public static ImmutableArray<string> Allowed(PolicyPack pack, CaseState? state, Actor actor) => throw new NotImplementedException();
}
