using System.Net.Http.Headers;
using System.Text;
using CareLoop.Functions.Tests.AzureForm;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Operations;

[Collection(AppCollection.Name)]
public sealed class HttpFileTests(AppFixture app)
{
    [Fact]
    public async Task Every_request_of_the_examples_file_is_answered_as_it_says()
    {
        var file = HttpFile.Read(RepositoryFolder.Combine("docs", "careloop.http"));
        Assert.NotEmpty(file.Requests);
        using var http = app.CreateClient();
        file.Set("host", http.BaseAddress!.ToString().TrimEnd('/'));
        List<string> wrong = [];
        foreach (var example in file.Requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(example.Method), file.Fill(example.Url));
            request.Headers.Add("Prefer", "wait=60");
            if (example.Body is { } body)
            {
                request.Content = body.StartsWith("< ", StringComparison.Ordinal)
                    ? new ByteArrayContent(await File.ReadAllBytesAsync(RepositoryFolder.Combine("docs", body[2..].Trim())))
                    : new StringContent(file.Fill(body), Encoding.UTF8);
            }

            foreach (var (name, value) in example.Headers)
            {
                if (name == "Content-Type")
                {
                    request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
                }
                else
                {
                    request.Headers.Add(name, file.Fill(value));
                }
            }

            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            file.Keep(example, answer);
            if ((int)response.StatusCode != example.Expected)
            {
                wrong.Add($"{example.Title}: {(int)response.StatusCode} instead of {example.Expected}: {answer}");
            }
        }

        Assert.Empty(wrong);
    }
}
