using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>The pages of a query. The service may return short or even empty pages before the last one.</summary>
internal sealed class EntityPages<T>(
    TableEndpoint endpoint,
    string table,
    string? filter,
    int? maxPerPage,
    string[]? select,
    CancellationToken cancellation)
    : AsyncPageable<T>(cancellation)
    where T : class, ITableEntity
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var position = continuationToken;
        do
        {
            var page = await ReadAsync(position, pageSizeHint ?? maxPerPage);
            yield return page;
            position = page.ContinuationToken;
        }
        while (position is not null);
    }

    private async Task<Page<T>> ReadAsync(string? position, int? size)
    {
        List<(string, string)> query = [];
        if (filter is { Length: > 0 })
        {
            query.Add(("$filter", filter));
        }

        if (size is { } top)
        {
            query.Add(("$top", top.ToString(CultureInfo.InvariantCulture)));
        }

        if (select is not null)
        {
            query.Add(("$select", string.Join(',', select)));
        }

        if (position is not null)
        {
            query.AddRange(Continuation.Parse(position));
        }

        var response = await endpoint.SendAsync(new RowRequest(RequestMethod.Get, table + "()") { Query = query }, CancellationToken);
        using var document = JsonDocument.Parse(response.Content);
        var rows = document.RootElement.GetProperty("value").EnumerateArray().Select(row => (T)(object)EntityJson.Read(row)).ToList();
        return Page<T>.FromValues(rows, Continuation.Of(response), response);
    }
}
