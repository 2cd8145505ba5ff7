using System.Text;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Tests.Evidence.HostileCorpus;
using CareLoop.Functions.Tests.Evidence.Samples;
using CareLoop.Functions.Tests.Support;

namespace CareLoop.Functions.Tests.Evidence;

/// <summary>The corpus before the inspector, and over HTTP.</summary>
[Collection(AppCollection.Name)]
public sealed class HostileCorpusTests(AppFixture app)
{
    private readonly ApiClient api = new(app.CreateClient());

    public static TheoryData<string> Names => [.. Corpus.All.Select(file => file.Name)];

    [Fact]
    public void There_are_many_and_each_has_its_own_name()
    {
        Assert.InRange(Corpus.All.Count, 40, 400);
        Assert.Equal(Corpus.All.Count, Corpus.All.DistinctBy(file => file.Name).Count());
        Assert.InRange(Corpus.All.Count(file => file.Refusal is null), 20, Corpus.All.Count - 40);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_refused_with_its_reason_or_loses_what_it_should_and_is_then_left_alone(string name)
    {
        var file = Corpus.Named(name);
        var check = Inspection.Of(file.Bytes, file.Name, file.ContentType);
        if (file.Refusal is not null)
        {
            Assert.Equal(file.Refusal, Assert.IsType<PhotoCheck.Refused>(check).Code);
            return;
        }

        Assert.True(check is PhotoCheck.Accepted, $"refused: {(check as PhotoCheck.Refused)?.Code}");
        var accepted = (PhotoCheck.Accepted)check;
        Assert.Equal(file.Removed.Order(StringComparer.Ordinal), accepted.Removed.Order(StringComparer.Ordinal));
        var stored = Inspection.CopyOf(accepted, file.Bytes);
        var text = Encoding.Latin1.GetString(stored);
        Assert.DoesNotContain(Corpus.Secrets, secret => text.Contains(secret, StringComparison.Ordinal));

        var again = Assert.IsType<PhotoCheck.Accepted>(Inspection.Of(stored, file.Name, file.ContentType));
        Assert.Empty(again.Removed);
        Assert.Equal(stored, Inspection.CopyOf(again, stored));
    }

    [Fact]
    public async Task Sent_to_a_case_every_one_is_refused_by_name_or_stored_clean()
    {
        var number = await api.OpenSampleAsync();
        Dictionary<string, string> refused = [];
        var sent = 0;
        foreach (var batch in Corpus.All.Chunk(8))
        {
            using var form = ApiClient.Form(new { }, [.. batch.Select(file => (file.Name, file.ContentType, file.Bytes))]);
            var answer = await api.SendAsync(HttpMethod.Post, $"/api/cases/{number}/evidence", "wang.li", form);
            if (batch.All(file => file.Refusal is not null))
            {
                answer.Problem(422, "evidence-refused");
                Assert.Equal(batch.Select(file => file.Name), answer.Json["errors"]!.AsArray().Select(error => (string)error!["field"]!));
                sent += batch.Length;
                continue;
            }

            Assert.True(answer.Status == 201, answer.Text);
            foreach (var file in answer.Json["refusedFiles"]!.AsArray())
            {
                refused.Add((string)file!["fileName"]!, (string)file["code"]!);
            }

            sent += batch.Length;
            foreach (var photo in answer.Json["evidence"]!.AsArray())
            {
                var stored = await api.GetAsync((string)photo!["href"]!);
                Assert.Equal((200, (string)photo["mediaType"]!), (stored.Status, stored.ContentType!));
                Assert.DoesNotContain(Corpus.Secrets, secret => Encoding.Latin1.GetString(stored.Bytes).Contains(secret, StringComparison.Ordinal));
            }
        }

        Assert.Equal(Corpus.All.Count, sent);
        Assert.All(refused, pair => Assert.Equal(Corpus.Named(pair.Key).Refusal, pair.Value));
        var kept = (await api.GetAsync($"/api/cases/{number}")).Json["evidence"]!.AsArray();
        var expected = Corpus.All.Where(file => file.Refusal is null)
            .Select(file => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Inspection.Clean(file.Bytes))))
            .Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(expected, kept.Select(photo => (string)photo!["hash"]!).Order(StringComparer.Ordinal));
    }
}
