using CareLoop.Functions.Api;

namespace CareLoop.Functions.Operations;

/// <summary>Parameters that many operations take.</summary>
internal static class ApiParameters
{
    public static readonly ApiParameter CaseNumber = new("caseNumber", "path", true, new("工单编号", "Case number"));
    public static readonly ApiParameter Site = new("site", "path", true, new("站点", "Site"));
    public static readonly ApiParameter Key = new(IdempotencyKey.Header, "header", true, new(
        "每次新提交的唯一值,重试时不变", "Unique for every new submission, the same when retried"));

    public static readonly ApiParameter Limit = new(Paging.Parameter, "query", false, new(
        $"每页数量,1 至 {Paging.Largest},默认 {Paging.Usual}", $"Page size, 1 to {Paging.Largest}, {Paging.Usual} unless given"));

    public static readonly ApiParameter Page = new(Cursor.Parameter, "query", false, new(
        "上一页 next 中的游标", "Cursor from the page before, in its next link"));

    /// <summary>Only what has a status of the kind <typeparamref name="T"/>.</summary>
    public static ApiParameter Status<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return new("status", "query", false, new($"状态:{string.Join("、", names)}", $"Status: {string.Join(", ", names)}"));
    }
}
