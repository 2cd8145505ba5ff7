using System.Collections.Immutable;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Handbook;

namespace CareLoop.Domain.CarePlans;

/// <summary>What has to be there before data of a member may be recorded.</summary>
public static class MemberEntry
{
    private const string DocumentsRule = "EDU-DATA-03";
    private const string MinorsRule = "COM-PRIV-04";

    /// <summary>Under this age a guardian has to have consented (COM-PRIV-04).</summary>
    private const int AgeOfConsent = 14;

    /// <summary>A service card counts as received with its documents, where the handbook names any (EDU-DATA-03).</summary>
    public static Refusal? CheckDocuments(PolicyPack pack, CareAnchor anchor, IReadOnlyCollection<string> documents)
    {
        ImmutableArray<string> missing = anchor == CareAnchor.CardReceipt
            ? [.. pack.Records["dutyTasks"].Where(d => d.Field("anchor") == anchor.ToString()).SelectMany(d => d.List("documents")).Except(documents)]
            : [];
        return missing.IsEmpty ? null : new(RefusalReason.GateOpen, "documents", null, missing, DocumentsRule);
    }

    /// <summary>The birthday of a child is recorded with a guardian's consent only.</summary>
    public static Refusal? CheckConsent(DateOnly born, DateOnly today, bool guardianConsent) =>
        guardianConsent || today >= born.AddYears(AgeOfConsent) ? null : new(RefusalReason.Missing, "guardianConsent", null, [], MinorsRule);
}
