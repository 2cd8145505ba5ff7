using CareLoop.Embedded.DurableTask.Persistence;

namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>The answer to a query, read one page at a time.</summary>
internal sealed class InstancePages(InstanceQueries queries, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
{
    public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var size = Math.Max(1, pageSizeHint ?? query.PageSize);
        var token = continuationToken ?? query.ContinuationToken;
        do
        {
            var page = await Task.FromResult(queries.ReadPage(query, token, size));
            token = page.ContinuationToken;
            yield return page;
        }
        while (token is not null);
    }
}
