using Azure;
using CareLoop.Embedded.Storage.Tables;

namespace CareLoop.Embedded.Tests.Storage;

public sealed class TableEntityTests
{
    [Fact]
    public void A_missing_property_reads_as_null()
    {
        var entity = new TableEntity("p", "r");

        Assert.Null(entity["Nothing"]);
        Assert.Null(entity.GetString("Nothing"));
        Assert.Null(entity.GetInt64("Nothing"));
        Assert.Null(entity.Timestamp);
        Assert.Equal(default, entity.ETag);
        Assert.False(entity.TryGetValue("Nothing", out _));
    }

    [Fact]
    public void A_property_of_another_type_is_refused()
    {
        var entity = new TableEntity("p", "r") { ["Number"] = 5 };

        Assert.Equal(5, entity.GetInt32("Number"));
        Assert.Throws<InvalidOperationException>(() => entity.GetString("Number"));
        Assert.Throws<InvalidOperationException>(() => entity.GetInt64("Number"));
        Assert.Throws<InvalidOperationException>(() => entity.GetDateTimeOffset("Number"));
    }

    [Fact]
    public void Keys_and_version_are_properties_too()
    {
        var entity = new TableEntity("p", "r") { ETag = new ETag("\"1\""), ["Text"] = "words" };

        Assert.Equal(["PartitionKey", "RowKey", "Text", "odata.etag"], entity.Keys.Order(StringComparer.Ordinal));
        Assert.True(entity.Remove("Text"));
        Assert.False(entity.ContainsKey("Text"));
        Assert.Equal(3, entity.Count);
    }

    [Fact]
    public void Times_and_bytes_are_readable_in_both_forms()
    {
        var time = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8));
        var entity = new TableEntity("p", "r") { ["Time"] = time, ["Bytes"] = new byte[] { 1, 2 } };

        Assert.Equal(time.UtcDateTime, entity.GetDateTime("Time"));
        Assert.Equal([1, 2], entity.GetBinaryData("Bytes")!.ToArray());
    }

    [Theory]
    [InlineData("it's", "Name eq 'it''s'")]
    [InlineData("x' or PartitionKey ne '", "Name eq 'x'' or PartitionKey ne '''")]
    [InlineData(7, "Name eq 7")]
    [InlineData(7L, "Name eq 7L")]
    [InlineData(0.5, "Name eq 0.5")]
    [InlineData(true, "Name eq true")]
    public void A_filter_marks_the_type_of_a_value_and_doubles_its_quotes(object value, string expected) =>
        Assert.Equal(expected, TableClient.CreateQueryFilter($"Name eq {value}"));

    [Fact]
    public void A_filter_knows_ids_times_and_bytes()
    {
        var id = Guid.Parse("0d6b8f2a-53a5-4a1e-9d2e-6a2f6a1b7c11");
        var time = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8));
        var unknown = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

        Assert.Equal($"Id eq guid'{id}'", TableClient.CreateQueryFilter($"Id eq {id}"));
        Assert.Equal("Due le datetime'2026-03-01T00:00:00.0000000Z'", TableClient.CreateQueryFilter($"Due le {time}"));
        Assert.Equal("Due le datetime'2026-03-01T00:00:00.0000000Z'", TableClient.CreateQueryFilter($"Due le {unknown}"));
        Assert.Equal("Hash eq X'00ff'", TableClient.CreateQueryFilter($"Hash eq {new byte[] { 0, 255 }}"));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter($"Id eq {new Uri("http://localhost")}"));
    }

    [Fact]
    public void An_error_code_compares_with_a_string_but_not_with_nothing()
    {
        Assert.True("EntityAlreadyExists" == TableErrorCode.EntityAlreadyExists);
        Assert.True("ResourceNotFound" != TableErrorCode.TableNotFound);
        Assert.Throws<ArgumentNullException>(() => (string)null! == TableErrorCode.ResourceNotFound);
    }
}
