namespace CareLoop.Functions.Cases;

/// <summary>Where a case's resources are.</summary>
public sealed record CaseLinks(string Self, string Timeline, string Clocks, string Evidence, string Commands)
{
    public static CaseLinks Of(string caseId) => new(
        $"/api/cases/{caseId}",
        $"/api/cases/{caseId}/timeline",
        $"/api/cases/{caseId}/clocks",
        $"/api/cases/{caseId}/evidence",
        $"/api/cases/{caseId}/commands");

    public string Command(string commandId) => $"{Commands}/{commandId}";
}
