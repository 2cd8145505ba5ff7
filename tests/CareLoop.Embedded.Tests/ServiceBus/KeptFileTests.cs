using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Tests.ServiceBus.Harness;

namespace CareLoop.Embedded.Tests.ServiceBus;

/// <summary>
/// Files of released versions stay readable. <c>broker-v1.db</c> was written by <see cref="WriteAsync"/>; a new schema version adds a file
/// (<c>BROKER_KEEP=broker-v2.db dotnet test tests/CareLoop.Embedded.Tests --filter KeptFileTests</c>) and a line below.
/// </summary>
public sealed class KeptFileTests
{
    private const string Entities =
        """
        "Queues": [ { "Name": "work" } ],
        "Topics": [ { "Name": "events", "Properties": { "RequiresDuplicateDetection": true, "DuplicateDetectionHistoryTimeWindow": "P1D" },
          "Subscriptions": [ { "Name": "customer", "Properties": { "RequiresSession": true } } ] } ]
        """;

    [Theory]
    [InlineData("broker-v1.db")]
    public async Task A_file_of_a_released_version_opens_with_all_it_holds(string name)
    {
        var kept = Repository.Path("tests", "CareLoop.Embedded.Tests", "ServiceBus", "Data", name);
        if (Environment.GetEnvironmentVariable("BROKER_KEEP") == name)
            await WriteAsync(kept);

        await using var host = new BrokerHost(Entities, copyOf: kept);
        var work = host.Client.CreateReceiver("work");
        var messages = await work.PeekMessagesAsync(10);
        Assert.Equal(["one", "two"], messages.Select(message => message.Text()));
        Assert.Equal([1, 1], messages.Select(message => message.DeliveryCount));
        Assert.Equal([1L, 2L], messages.Select(message => message.SequenceNumber));
        Assert.Equal(
            ("m-1", "subject", 7, "你好"),
            (messages[0].MessageId,
                messages[0].Subject,
                messages[0].ApplicationProperties["number"],
                messages[0].ApplicationProperties["text"]));
        var dead = Assert.Single(await host.Client.DeadLetters("work").PeekMessagesAsync(10));
        Assert.Equal(("dead", "Testing", "kept"), (dead.Text(), dead.DeadLetterReason, dead.DeadLetterErrorDescription));

        await host.Client.SendAsync("events", "a repeat", session: "a", id: "first");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await using var session = await host.Client.AcceptNextSessionAsync("events", "customer");
        Assert.Equal(["first", "scheduled"], await session.BodiesAsync());
        Assert.Equal("state", (await session.GetSessionStateAsync())!.ToString());
    }

    private static async Task WriteAsync(string kept)
    {
        await using var host = new BrokerHost(Entities);
        await host.Client.CreateSender("work").SendMessageAsync(new ServiceBusMessage("one")
        {
            MessageId = "m-1",
            Subject = "subject",
            ApplicationProperties = { ["number"] = 7, ["text"] = "你好" },
        });
        await host.Client.SendAsync("work", "two");
        await host.Client.SendAsync("work", "dead");
        var work = host.Client.CreateReceiver("work");
        var taken = await work.ReceiveMessagesAsync(3);
        await work.DeadLetterMessageAsync(taken[2], "Testing", "kept");
        await host.Client.SendAsync("events", "first", session: "a", id: "first");
        var later = Messages.Message("scheduled", session: "a");
        await host.Client.CreateSender("events").ScheduleMessageAsync(later, BrokerHost.Start.AddHours(1));
        await using (var session = await host.Client.AcceptSessionAsync("events", "customer", "a"))
            await session.SetSessionStateAsync(new BinaryData("state"));

        host.Store.Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $kept";
            command.Parameters.AddWithValue("$kept", kept);
            return command.ExecuteNonQuery();
        });
    }
}
