using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CareLoop.Journeys.WorkingDay;

/// <summary>What a reader of a timeline concludes about the case, without knowing how the application keeps it.</summary>
internal sealed record ReplayedCase(string Number, string? Owner, string? Handler, string Status, ImmutableArray<string> Takeovers)
{
    public bool IsClosed => Status is "Archived" or "Rejected" or "Withdrawn" or "Transferred";

    public static ReplayedCase Of(string number, JsonArray timeline)
    {
        var read = new ReplayedCase(number, null, null, "Received", []);
        foreach (var line in timeline.Where(line => line!["sequence"] is not null))
        {
            read = read.After((string)line!["event"]!["id"]!, line["data"]?.AsObject()) with { Status = (string)line["status"]!["id"]! };
        }

        return read;
    }

    private ReplayedCase After(string happened, JsonObject? data) => happened switch
    {
        "CaseRegistered" => this with { Owner = (string?)data?["owner"], Handler = (string?)data?["handler"] },
        "OwnerTransferred" => this with { Owner = (string?)data?["to"], Handler = null },
        "HandoverAccepted" => this with { Handler = (string?)data?["handler"] is var handler && handler == Owner ? null : handler, Takeovers = Takeovers.Add((string)data!["handler"]!) },
        "FirstReplied" when Owner is null => this with { Owner = (string?)data?["by"] },
        _ => this,
    };
}
